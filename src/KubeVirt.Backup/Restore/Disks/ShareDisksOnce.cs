using System.Collections.Frozen;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// Restores a disk that several machines share once: where the target has its claim already, from the restore of another
/// of these machines or since it was never lost, it is not restored again. To be used after a preset.
/// </summary>
/// <param name="present">
/// PersistentVolumeClaims that the target has, by their ids there. Default: <see langword="null"/>, none are known of.
/// </param>
/// <remarks>
/// A second restore would write old data under the machines that run on it. Shared is a claim that several machines of the
/// backup use, and one of a disk that says <c>shareable</c>. Claims of one machine are left alone, whether the target has
/// them or not. Within one restore a claim is one object, and restored once by that.
/// </remarks>
public sealed class ShareDisksOnce(IEnumerable<ResourceId>? present = null) : RestorePolicy("share-disks-once")
{
    private readonly FrozenSet<ResourceId> _present = (present ?? []).ToFrozenSet();

    /// <inheritdoc/>
    public override IReadOnlyCollection<string> Follows => ["map-names", "map-references", "mark-claims-populated"];

    /// <inheritdoc/>
    public override void Apply(RestoreContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (_present.Count == 0)
            return;
        if (context.Id.Kind == Kinds.PersistentVolumeClaim || context.Id.Kind == Kinds.DataVolume)
            SkipShared(context);
        else if (DataHolder.IsMachine(context.Graph, context.Id))
            UseShared(context);
    }

    private void SkipShared(RestoreContext context)
    {
        var claim = context.Id.WithKind(Kinds.PersistentVolumeClaim);
        if (!IsPresent(context, claim) || !IsShared(context.Graph, claim))
            return;

        if (context.Id == claim)
            context.Report(
                FindingIds.DiskOfTarget,
                FindingSeverity.Info,
                null,
                $"Machines share the disk, and the target has {context.Names.Map(claim)} already, so that it is not "
                    + "restored again under them. Delete it there, if its data is to come from the backup."
            );
        context.Skip("Machines share it, and the target has it already.", SkipOutcome.NotNeeded);
    }

    private void UseShared(RestoreContext context)
    {
        foreach (var disk in MachineDisks.Of(context.Graph, context.Id))
        {
            if (disk.Claim is { } claim && IsPresent(context, claim) && IsShared(context.Graph, claim))
                TargetClaim.Use(context, disk, context.Names.Map(claim).Name);
        }
    }

    private bool IsPresent(RestoreContext context, ResourceId claim) => _present.Contains(context.Names.Map(claim));

    private static bool IsShared(ResourceGraph graph, ResourceId claim)
    {
        var users = graph.EdgesTo(claim).Where(edge => edge.Reference.HoldsData).Select(edge => edge.From);
        var machines = users.Select(user => DataHolder.MachineOf(graph, user)).OfType<ResourceId>().Distinct().ToList();

        return machines.Count > 1
            || machines
                .SelectMany(machine => MachineDisks.Of(graph, machine))
                .Any(disk => disk.Claim == claim && disk.Is(DiskTraits.Shareable));
    }
}
