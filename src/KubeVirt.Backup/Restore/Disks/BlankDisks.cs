using System.Text.Json.Nodes;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// Restores disks blank: an empty claim of the same size, class and modes, which nobody fills. To be used after a preset.
/// </summary>
/// <param name="kept">What is kept: the disks that this selection leaves out come back blank.</param>
/// <remarks>
/// <para>
/// The guest has the hardware that it had, and finds a disk without partitions and file systems: what its fstab names is
/// not there until somebody makes it. What a claim is populated from is taken off it, and its DataVolume stays marked as
/// populated, so that CDI does not import over it.
/// </para>
/// <para>
/// Sources: KubeVirt pkg/host-disk/host-disk.go: at the start a claim in the mode Filesystem without an image gets an empty
/// one of its size; but not one that is plugged in, which CDI makes from a blank source instead. A claim that the backup
/// lacks is made from a blank source, too. Whether a volume in the mode Block is all zeros is up to its storage.
/// </para>
/// </remarks>
public sealed class BlankDisks(DiskSelection kept) : RestorePolicy("blank-disks")
{
    private readonly LeftOutDisks _disks = new(kept);

    /// <inheritdoc/>
    public override IReadOnlyCollection<string> Follows =>
        ["map-names", "map-references", "unbind-claims", "pre-populate-data-volumes", "mark-claims-populated"];

    /// <inheritdoc/>
    public override void Apply(RestoreContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (_disks.IsClaimOf(context))
            Empty(context);
        else if (MachineSpec.PointerIn(context.Id.Kind) is { } spec)
            Report(context, spec);
    }

    private void Empty(RestoreContext context)
    {
        var claim = context.Id.WithKind(Kinds.PersistentVolumeClaim);
        var isMadeByCdi = IsMadeByCdi(context, claim);
        if (context.Id.Kind == Kinds.DataVolume)
        {
            if (isMadeByCdi)
            {
                UseBlankSource(context.Draft, "/spec");
                context.Draft.Remove(CdiKeys.PrePopulated);
            }

            return;
        }

        if (isMadeByCdi)
        {
            context.Skip("CDI makes it blank from its DataVolume.", SkipOutcome.MadeAnew);
            return;
        }

        context.Draft.Remove("/spec/dataSource");
        context.Draft.Remove("/spec/dataSourceRef");
    }

    private void Report(RestoreContext context, string spec)
    {
        foreach (var disk in _disks.Of(context))
        {
            if (disk.Claim is not { } claim || _disks.IsKeptByOthers(context, disk))
                continue;
            if (LeftOutDisks.VolumeOf(context, spec, disk) is null)
                continue;

            if (IsMadeByCdi(context, claim))
                BlankTemplate(context, claim);
            if (disk.IsBoot)
                LeftOutDisks.ReportBoot(context, disk, "comes back blank");
            context.Report(
                FindingIds.DiskBlank,
                FindingSeverity.Warning,
                disk.Path,
                $"The disk '{disk.Name}' comes back blank, of the size that it had: the guest finds no file system that its "
                    + $"fstab may name. {Remedy(context, disk, claim)}"
            );
        }
    }

    private static string Remedy(RestoreContext context, PlannedDisk disk, ResourceId claim) =>
        IsPlugged(disk) && IsFileSystem(context, claim) && !IsMadeByCdi(disk, context, claim)
            ? "It is hot-plugged, and KubeVirt makes no image in such a claim: write one to it, or drop the disk."
            : "Make one in the guest, or fill the claim before the machine is started.";

    private static void BlankTemplate(RestoreContext context, ResourceId claim)
    {
        var name = context.Names.Map(claim).Name;
        foreach (var template in context.Draft.Find("/spec/dataVolumeTemplates/*"))
        {
            if (context.Draft.StringAt(template + "/metadata/name") == name)
                UseBlankSource(context.Draft, template + "/spec");
        }
    }

    private static void UseBlankSource(ResourceDraft draft, string spec)
    {
        draft.Remove(spec + "/sourceRef");
        draft.Set(spec + "/source", new JsonObject { ["blank"] = new JsonObject() });
    }

    /// <summary>Whether an empty claim would not do, and there is a DataVolume by which CDI makes a blank disk.</summary>
    private bool IsMadeByCdi(RestoreContext context, ResourceId claim) =>
        _disks.On(context.Graph, claim).Any(disk => IsMadeByCdi(disk, context, claim));

    private static bool IsMadeByCdi(PlannedDisk disk, RestoreContext context, ResourceId claim)
    {
        if (context.Graph.Find(claim.WithKind(Kinds.DataVolume)) is not { } volume)
            return false;
        if (volume.State != NodeState.Observed && !IsTemplate(context.Graph, volume.Id))
            return false;

        var isThere = context.Graph.Find(claim) is { State: NodeState.Observed };
        return !isThere || (IsPlugged(disk) && IsFileSystem(context, claim));
    }

    private static bool IsTemplate(ResourceGraph graph, ResourceId volume) =>
        graph.EdgesTo(volume).Any(edge => edge.Path.StartsWith("/spec/dataVolumeTemplates/", StringComparison.Ordinal));

    private static bool IsPlugged(PlannedDisk disk) => disk.Is(DiskTraits.HotPluggable);

    private static bool IsFileSystem(RestoreContext context, ResourceId claim) =>
        context.Graph.FindResource(claim)?.StringAt("/spec/volumeMode") != "Block";
}
