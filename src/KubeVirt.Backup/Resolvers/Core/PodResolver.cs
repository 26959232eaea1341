using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Resolvers;

/// <summary>References of a Pod: its volumes and secrets, and the pods that hold hot-plugged volumes for it.</summary>
/// <remarks>
/// A graph holds pods to show what runs, and to find guests that can be frozen in them; a restore skips them.
/// Source: Kubernetes core/v1 PodSpec; KubeVirt pkg/virt-controller/services/template.go, by which a launcher pod owns
/// its hot-plug pods. Controllers write these pods, so nothing here is required.
/// </remarks>
public sealed class PodResolver()
    : TableResolver(
        Kinds.Pod,
        [
            Optional("/spec/volumes/*/persistentVolumeClaim/claimName", Kinds.PersistentVolumeClaim, "mounted claim"),
            Optional("/spec/volumes/*/configMap/name", Kinds.ConfigMap, "mounted ConfigMap"),
            Optional("/spec/volumes/*/secret/secretName", Kinds.Secret, "mounted Secret"),
            Optional("/spec/imagePullSecrets/*/name", Kinds.Secret, "pull secret"),
            Optional("/spec/serviceAccountName", Kinds.ServiceAccount, "service account"),
            Optional("/spec/priorityClassName", Kinds.PriorityClass, "priority"),
        ],
        ["/metadata/uid"]
    )
{
    /// <inheritdoc/>
    protected override void ResolveMore(ResourceFields fields, ReferenceCollector references)
    {
        ArgumentNullException.ThrowIfNull(references);
        if (fields.Text("/metadata/uid") is not { } uid)
            return;

        references.Add(
            Reference.Derived(
                ReferenceTarget.OwnedBy(Kinds.Pod, fields.Resource.Id.Namespace, uid),
                "/metadata/uid",
                Relation.Runs,
                Requirement.WhenPresent,
                "pod of hot-plugged volumes"
            )
        );
    }

    /// <summary>A row of the pod's spec.</summary>
    private static ReferenceRule Optional(string path, GroupKind kind, string why) =>
        new(path, kind, why) { Requirement = Requirement.Optional, Source = "kubernetes core/v1 PodSpec" };
}
