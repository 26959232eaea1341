using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// Skips a VirtualMachineInstance that somebody owns, or that has the name of a machine: its owner makes it anew.
/// </summary>
/// <remarks>
/// Source: KubeVirt docs/backup-restore-integration.md; kubevirt-velero-plugin pkg/plugin/vmi_restore_item_action.go
/// for what velero marked as owned. An instance restored beside its machine wedges KubeVirt's controller; one of a
/// replica set may be deleted as surplus.
/// </remarks>
public sealed class SkipOwnedInstances() : RestorePolicy("skip-owned-instances")
{
    private const string VeleroOwned = "/metadata/annotations/cdi.kubevirt.io~1velero.isOwned";

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
            SkipAlone(context, "/metadata/ownerReferences/0/name", $"'{owner}'");
        }
        else if (context.Original.StringAt(VeleroOwned) == "true")
        {
            SkipAlone(context, VeleroOwned, "something");
        }
    }

    /// <summary>Skips an instance whose owner is not in the backup, so that nobody makes it anew.</summary>
    private static void SkipAlone(RestoreContext context, string path, string owner)
    {
        context.Skip("It is owned: its owner makes it anew.");
        context.Report(
            FindingIds.OwnerAbsent,
            FindingSeverity.Error,
            path,
            $"The instance is not restored since {owner} owns it and would make it anew, but its owner is not "
                + "in the backup. Back up the owner."
        );
    }
}
