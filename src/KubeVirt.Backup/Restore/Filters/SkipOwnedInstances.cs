using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Restore;

/// <summary>Leaves out a VirtualMachineInstance that somebody owns, or that has the name of a machine: its owner makes it anew.</summary>
/// <remarks>
/// Source: KubeVirt docs/backup-restore-integration.md. An instance restored beside its machine wedges KubeVirt's controller; one of a replica set may be deleted as surplus.
/// </remarks>
public sealed class SkipOwnedInstances() : RestorePolicy("skip-owned-instances")
{
    /// <inheritdoc/>
    public override void Apply(RestoreContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Id.Kind != Kinds.VirtualMachineInstance)
            return;
        if (context.Graph.EdgesTo(context.Id).Any(edge => edge.Relation == Relation.Runs))
        {
            context.Skip("Its machine or replica set makes it anew.", SkipOutcome.MadeAnew);
        }
        else if (context.Original.StringAt("/metadata/ownerReferences/0/name") is { } owner)
        {
            context.Skip("It is owned: its owner makes it anew.");
            context.Report(
                FindingIds.OwnerAbsent, FindingSeverity.Error, "/metadata/ownerReferences/0/name",
                $"The instance is not restored since '{owner}' owns it and would make it anew, but its owner is not in the backup. Back up the owner.");
        }
    }
}
