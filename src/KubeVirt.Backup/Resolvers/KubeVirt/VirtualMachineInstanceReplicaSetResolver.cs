using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Resolvers;

/// <summary>References of a VirtualMachineInstanceReplicaSet: its template, and the instances it runs.</summary>
/// <remarks>
/// The template names what all instances share, and so no disk that they write to should be among it.
/// Source: KubeVirt pkg/virt-controller/watch/replicaset/replicaset.go. The instances are known by their owner; the
/// label <c>kubevirt.io/vmReplicaSet</c> of KubeVirt's guide is set by no controller, only by manifests that follow its
/// example.
/// </remarks>
public sealed class VirtualMachineInstanceReplicaSetResolver()
    : TableResolver(
        Kinds.VirtualMachineInstanceReplicaSet,
        VirtualMachineInstanceSpec.Rules("/spec/template/spec"),
        ["/metadata/uid", .. Account.Texts]
    )
{
    private static readonly LauncherAccount Account = new("/spec/template/spec");

    /// <inheritdoc/>
    protected override void ResolveMore(ResourceFields fields, ReferenceCollector references)
    {
        ArgumentNullException.ThrowIfNull(references);
        Account.Resolve(fields, references);
        var id = fields.Resource.Id;
        if (fields.Text("/metadata/uid") is { } uid)
            references.Add(
                Instances(ReferenceTarget.OwnedBy(Kinds.VirtualMachineInstance, id.Namespace, uid), "/metadata/uid")
            );
        references.Add(
            Instances(
                ReferenceTarget.Labelled(
                    Kinds.VirtualMachineInstance,
                    id.Namespace,
                    "kubevirt.io/vmReplicaSet",
                    id.Name
                ),
                "/metadata/name"
            )
        );
    }

    /// <summary>A reference to instances, of which there may be none.</summary>
    private static Reference Instances(ReferenceTarget target, string path) =>
        Reference.Derived(target, path, Relation.Runs, Requirement.WhenPresent, "instance of the replica set");
}
