using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// Pauses a pool whose machines are restored beside it: it does not adopt them and would make others in addition.
/// </summary>
/// <remarks>
/// A pool knows its machines by their ownerReferences alone, which hold its old UID. A pool without machines in the
/// backup is not paused. Source: KubeVirt pkg/virt-controller/watch/pool/pool.go.
/// </remarks>
public sealed class PausePools() : RestorePolicy("pause-pools")
{
    /// <inheritdoc/>
    public override void Apply(RestoreContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (
            context.Id.Kind != Kinds.VirtualMachinePool
            || !context.Graph.EdgesFrom(context.Id).Any(edge => edge.Relation == Relation.Runs)
        )
            return;

        context.Draft.Set("/spec/paused", true);
        context.Report(
            FindingIds.PoolPaused,
            FindingSeverity.Warning,
            "/spec/paused",
            "The pool is restored paused, or it would make new machines beside the restored ones. Give them "
                + "an ownerReference to the new pool before you resume it."
        );
    }
}
