using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// Drops utility volumes, which admission refuses, and memory dumps, which would be taken again at the next start.
/// </summary>
/// <remarks>
/// Source: KubeVirt pkg/storage/admitters/storagehotplug.go; pkg/storage/snapshot/restore.go drops memory dumps
/// likewise. The claim of a dump is restored all the same. It comes after the policies that follow references, since
/// these are found by their places in the lists.
/// </remarks>
public sealed class DropTransientVolumes() : RestorePolicy("drop-transient-volumes")
{
    /// <inheritdoc/>
    public override IReadOnlyCollection<string> Follows =>
        ["map-names", "map-storage-classes", "map-networks", "map-references"];

    /// <inheritdoc/>
    public override void Apply(RestoreContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (MachineSpec.PointerIn(context.Id.Kind) is not { } spec)
            return;

        context.Draft.Remove(spec + "/utilityVolumes");
        // From the last to the first: a removal moves those behind it.
        foreach (var dump in context.Draft.Find(spec + "/volumes/*/memoryDump").Reverse())
        {
            context.Draft.Remove(dump[..dump.LastIndexOf('/')]);
            context.Report(
                FindingIds.VolumeDropped,
                FindingSeverity.Info,
                dump,
                "The memory dump is taken off the machine, or KubeVirt would take it again at the next "
                    + "start. Its PersistentVolumeClaim is kept."
            );
        }
    }
}
