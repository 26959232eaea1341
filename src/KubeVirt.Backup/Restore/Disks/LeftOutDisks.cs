using System.Runtime.CompilerServices;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Restore;

/// <summary>The disks that a selection leaves out, as the policies about them see these.</summary>
/// <param name="kept">The disks that come back as they were.</param>
internal sealed class LeftOutDisks(DiskSelection kept)
{
    // What follows from a graph, which never changes, is worked out once and not for each of its objects.
    private readonly ConditionalWeakTable<ResourceGraph, DiskChoice> _choices = [];
    private readonly DiskSelection _kept = kept ?? throw new ArgumentNullException(nameof(kept));

    /// <summary>The disks of the machine that a context is of, where it is one; none for other objects.</summary>
    public IEnumerable<PlannedDisk> Of(RestoreContext context) =>
        IsMachine(context) ? ChoiceIn(context.Graph).RejectedOf(context.Id) : [];

    /// <summary>Whether a context is of a claim, or of its DataVolume, that no machine wants.</summary>
    public bool IsClaimOf(RestoreContext context) =>
        (context.Id.Kind == Kinds.PersistentVolumeClaim || context.Id.Kind == Kinds.DataVolume)
        && ChoiceIn(context.Graph).LeftOutClaims.Contains(context.Id.WithKind(Kinds.PersistentVolumeClaim));

    /// <summary>Whether a machine leaves a disk out whose claim another one keeps.</summary>
    public bool IsKeptByOthers(RestoreContext context, PlannedDisk disk) =>
        disk.Claim is { } claim && !ChoiceIn(context.Graph).LeftOutClaims.Contains(claim);

    /// <summary>The disks of all machines on a claim.</summary>
    public IEnumerable<PlannedDisk> On(ResourceGraph graph, ResourceId claim)
    {
        var choice = ChoiceIn(graph);
        var holders = graph.EdgesTo(claim).Where(edge => edge.Reference.HoldsData).Select(edge => edge.From);
        var machines = holders.Select(holder => DataHolder.MachineOf(graph, holder)).OfType<ResourceId>().Distinct();

        return machines.SelectMany(choice.RejectedOf).Where(disk => disk.Claim == claim);
    }

    /// <summary>
    /// The pointer to the volume of a disk in the spec of its machine; <see langword="null"/> where it is gone, or an
    /// earlier policy has put it on another claim.
    /// </summary>
    public static string? VolumeOf(RestoreContext context, string spec, PlannedDisk disk)
    {
        if (DiskDraft.Volume(context.Draft, spec, disk.Name) is not { } volume)
            return null;
        if (disk.Claim is not { } claim)
            return volume;

        return DiskDraft.ClaimOf(context.Draft, volume) == context.Names.Map(claim).Name ? volume : null;
    }

    /// <summary>Reports that the disk from which a machine starts comes back without its data.</summary>
    public static void ReportBoot(RestoreContext context, PlannedDisk disk, string how) =>
        context.Report(
            FindingIds.BootDiskWithoutData,
            FindingSeverity.Error,
            disk.Path,
            $"The disk '{disk.Name}' {how}, and the machine starts from it, so that it does not start. Restore it with its "
                + "data, or put another claim in its place."
        );

    private static bool IsMachine(RestoreContext context) =>
        context.Id.Kind == Kinds.VirtualMachine || context.Id.Kind == Kinds.VirtualMachineInstance;

    private DiskChoice ChoiceIn(ResourceGraph graph) =>
        _choices.GetValue(graph, found => DiskChoice.Of(found, _kept, keepsRoots: false));
}
