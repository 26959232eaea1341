using System.Text.Json;
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
        if (context.Original.At("/metadata/ownerReferences") is { ValueKind: JsonValueKind.Array } owners && owners.GetArrayLength() > 0)
            context.Skip("It is owned: its owner makes it anew.", SkipOutcome.MadeAnew);
        else if (context.Graph.EdgesTo(context.Id).Any(edge => edge.Relation == Relation.Runs))
            context.Skip("It runs a machine or a replica set of the backup, which makes it anew.", SkipOutcome.MadeAnew);
    }
}
