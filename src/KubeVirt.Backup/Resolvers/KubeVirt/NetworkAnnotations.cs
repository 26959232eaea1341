using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Resolvers;

/// <summary>
/// The networks that annotations of an instance choose for its launcher pod, beside those of its spec.
/// </summary>
/// <remarks>
/// Source: KubeVirt pkg/virt-controller/services/template.go, filterVMIAnnotationsForPod: annotations of the instance
/// go to the pod, where multus reads them; what the spec's networks make of the same keys wins.
/// </remarks>
internal static class NetworkAnnotations
{
    private const string Source = "kubevirt pkg/virt-controller/services/template.go";

    /// <summary>The rows for both annotations.</summary>
    /// <param name="at">Where the annotations stand.</param>
    public static IEnumerable<ReferenceRule> Rules(string at) =>
        [
            new(at + "/k8s.v1.cni.cncf.io~1networks", Kinds.NetworkAttachmentDefinition, "network of the launcher pod")
            {
                Form = ReferenceForm.NetworkSelection,
                Source = Source,
            },
            new(
                at + "/v1.multus-cni.io~1default-network",
                Kinds.NetworkAttachmentDefinition,
                "default network of the launcher pod"
            )
            {
                Form = ReferenceForm.NetworkSelection,
                Source = Source,
            },
        ];
}
