using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Restore;

/// <summary>Puts a machine's disk on a claim of the target.</summary>
internal static class TargetClaim
{
    private static readonly string[] Sources = ["persistentVolumeClaim", "dataVolume"];

    /// <summary>
    /// Makes the disk use the claim without a DataVolume, and reports it; nothing where the disk is on no claim or is gone.
    /// </summary>
    public static void Use(RestoreContext context, PlannedDisk disk, string claim)
    {
        var spec = MachineSpec.PointerIn(context.Id.Kind)!;
        if (LeftOutDisks.VolumeOf(context, spec, disk) is not { } volume)
            return;
        var source = Sources
            .Select(field => $"{volume}/{field}")
            .FirstOrDefault(field => context.Draft.At(field) is not null);
        if (source is null)
            return;

        DiskDraft.UseClaim(context.Draft, source, claim);
        if (context.Id.Kind == Kinds.VirtualMachine)
        {
            var name = context.Names.Map(disk.Claim!.Value).Name;
            DiskDraft.RemoveTemplates(context.Draft, new HashSet<string>(StringComparer.Ordinal) { name });
        }

        context.Report(
            FindingIds.DiskOfTarget,
            FindingSeverity.Warning,
            disk.Path,
            $"The disk '{disk.Name}' is on the claim {claim} of the target, which is not restored: it must be there, in the "
                + "machine's namespace, with a disk image in it. Its data is that of the target, not of the backup's time."
        );
    }
}
