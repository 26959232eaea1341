using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Resolvers;

/// <summary>
/// The ConfigMaps and PersistentVolumeClaims of hook sidecars, which an annotation of the instance lists as JSON inside
/// a text.
/// </summary>
/// <remarks>
/// Source: KubeVirt pkg/hooks/hooks.go, HookSidecar; pkg/virt-controller/services/template.go reads the ConfigMap when
/// it makes the launcher pod and fails without it.
/// </remarks>
internal static class HookSidecars
{
    /// <summary>The rows for the annotation.</summary>
    /// <param name="at">Where the annotations stand.</param>
    public static IEnumerable<ReferenceRule> Rules(string at) =>
        [
            Rule(at, Kinds.ConfigMap, "script of a hook sidecar", "/*/configMap/name"),
            Rule(at, Kinds.PersistentVolumeClaim, "claim of a hook sidecar", "/*/pvc/name") with
            {
                HoldsData = true,
            },
        ];

    private static ReferenceRule Rule(string at, GroupKind kind, string why, string inside) =>
        new(at + "/hooks.kubevirt.io~1hookSidecars", kind, why)
        {
            Form = ReferenceForm.EmbeddedJson,
            Inside = inside,
            Source = "kubevirt pkg/hooks/hooks.go",
        };
}
