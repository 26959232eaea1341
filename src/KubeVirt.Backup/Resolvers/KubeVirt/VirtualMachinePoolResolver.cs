using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Resolvers;

/// <summary>References of a VirtualMachinePool: its template, and the machines it made.</summary>
/// <remarks>
/// Source: KubeVirt staging/src/kubevirt.io/api/pool/v1beta1/types.go; pkg/virt-controller/watch/pool/pool.go, which
/// gives each machine DataVolumes of its own, <c>root-0</c> and so on, where a volume names a template <c>root</c>, and
/// on demand ConfigMaps and Secrets of its own for its volumes. A machine may have any number in its name, so the
/// numbers from zero on are a guess; the machines say it exactly.
/// </remarks>
public sealed class VirtualMachinePoolResolver()
    : TableResolver(
        Kinds.VirtualMachinePool,
        [
            .. VirtualMachineInstanceSpec
                .Rules(Template + "/spec/template/spec")
                .Select(NotOfTemplates)
                .Select(ForEachMachine),
            .. Matchers.Rules(Template),
            .. DataVolumeSpec.Sources(Template + "/spec/dataVolumeTemplates/*/spec"),
            .. DataVolumeSpec.Networks(Template + "/spec/dataVolumeTemplates/*"),
        ],
        ["/metadata/uid", .. Account.Texts]
    )
{
    private const string Template = "/spec/virtualMachineTemplate";
    private const string Volumes = Template + "/spec/template/spec/volumes/";
    private const string Replicas = "/spec/replicas";

    private static readonly LauncherAccount Account = new(Template + "/spec/template/spec");

    /// <inheritdoc/>
    protected override void ResolveMore(ResourceFields fields, ReferenceCollector references)
    {
        ArgumentNullException.ThrowIfNull(references);
        Account.Resolve(fields, references);
        if (fields.Text("/metadata/uid") is not { } uid)
            return;

        references.Add(
            Reference.Derived(
                ReferenceTarget.OwnedBy(Kinds.VirtualMachine, fields.Resource.Id.Namespace, uid),
                "/metadata/uid",
                Relation.Runs,
                Requirement.WhenPresent,
                "machine of the pool"
            )
        );
    }

    /// <summary>A row for a ConfigMap or Secret of a volume, which each machine may get of its own.</summary>
    private static ReferenceRule ForEachMachine(ReferenceRule rule)
    {
        var isOfVolume = rule.Path.StartsWith(Volumes, StringComparison.Ordinal);
        var isPullSecret = rule.Path.EndsWith("/imagePullSecret", StringComparison.Ordinal);
        if (!isOfVolume || isPullSecret)
            return rule;

        if (rule.Kind == Kinds.ConfigMap)
            return rule with { Indexed = new("/spec/nameGeneration/appendIndexToConfigMapRefs", Replicas) };
        if (rule.Kind == Kinds.Secret)
            return rule with { Indexed = new("/spec/nameGeneration/appendIndexToSecretRefs", Replicas) };

        return rule;
    }

    /// <summary>A row for a volume that is not one of a template, which each machine gets of its own.</summary>
    private static ReferenceRule NotOfTemplates(ReferenceRule rule)
    {
        if (rule.Kind != Kinds.DataVolume && rule.Kind != Kinds.PersistentVolumeClaim)
            return rule;

        return rule with
        {
            UnlessNamedAt = Template + "/spec/dataVolumeTemplates/*/metadata/name",
        };
    }
}
