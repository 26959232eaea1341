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

    /// <summary>The rows for the annotations of a volume, which CDI copies to the pods that populate it.</summary>
    /// <param name="at">Where the annotations stand.</param>
    /// <param name="usedUp">The signs that the volume is populated; any of them is enough.</param>
    /// <remarks>Source: CDI pkg/controller/common/util.go, allowedAnnotations.</remarks>
    public static IEnumerable<ReferenceRule> OfVolume(string at, IReadOnlyList<FieldCondition> usedUp) =>
        Rules(at)
            .Select(rule =>
                rule with
                {
                    Why = rule.Why.Replace("the launcher pod", "CDI's pods", StringComparison.Ordinal),
                    OptionalWhen = usedUp,
                    IsLeftWhenUsedUp = true,
                    Source = "cdi pkg/controller/common/util.go",
                }
            );

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
