using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// Takes disks off machines: device, volume, DataVolume template, file system and request to plug it in; and leaves their
/// claims and DataVolumes out, unless another machine keeps them. To be used after a preset: the items behind the removed
/// ones move, and references are found by their place.
/// </summary>
/// <param name="kept">What is kept: the disks that this selection leaves out are taken off.</param>
/// <remarks>
/// The guest comes back with less hardware than it had. What its fstab, crypttab or volume groups name is not there, and a
/// guest whose fstab names it without <c>nofail</c> stops in its emergency mode; disks behind it may get other names, such
/// as <c>vdb</c> for <c>vdc</c>. <see cref="BlankDisks"/> keeps the hardware. Disks of pools, replica sets and templates
/// are left alone. Source: KubeVirt pkg/virt-api/webhooks/validating-webhook/admitters: neither a device without its volume
/// nor a DataVolume template without one is accepted.
/// </remarks>
public sealed class DropDisks(DiskSelection kept) : RestorePolicy("drop-disks")
{
    private static readonly string[] Matchers = ["/spec/instancetype", "/spec/preference"];

    private readonly LeftOutDisks _disks = new(kept);

    /// <inheritdoc/>
    public override IReadOnlyCollection<string> Follows => ["map-names", "map-references", "mark-claims-populated"];

    /// <inheritdoc/>
    public override void Apply(RestoreContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (_disks.IsClaimOf(context))
        {
            context.Skip("It is the claim of a disk that is taken off its machine.", SkipOutcome.NotNeeded);
            return;
        }

        var spec = MachineSpec.PointerIn(context.Id.Kind);
        foreach (var disk in _disks.Of(context))
        {
            if (LeftOutDisks.VolumeOf(context, spec!, disk) is null)
                continue;

            DiskDraft.Remove(context.Draft, spec!, disk.Name);
            RemoveTemplate(context, spec!, disk);
            Report(context, disk);
        }
    }

    /// <summary>Removes the template of a disk's DataVolume, unless another volume is on that.</summary>
    private static void RemoveTemplate(RestoreContext context, string spec, PlannedDisk disk)
    {
        if (context.Id.Kind != Kinds.VirtualMachine || disk.Claim is not { } claim)
            return;

        var name = context.Names.Map(claim).Name;
        if (!DiskDraft.ClaimsOf(context.Draft, spec).Contains(name))
            DiskDraft.RemoveTemplates(context.Draft, new HashSet<string>(StringComparer.Ordinal) { name });
    }

    private static void Report(RestoreContext context, PlannedDisk disk)
    {
        if (disk.IsBoot)
            LeftOutDisks.ReportBoot(context, disk, "is taken off");

        context.Report(
            FindingIds.VolumeDropped,
            FindingSeverity.Warning,
            disk.Path,
            $"The disk '{disk.Name}' is taken off the machine, with its volume. The guest may name it in its fstab or "
                + "crypttab, and stops in its emergency mode where that says no nofail; disks behind it may get other "
                + "names. Prepare the guest for it, or restore a blank disk instead."
        );

        foreach (var matcher in Matchers)
        {
            if (context.Draft.StringAt(matcher + "/inferFromVolume") == disk.Name)
                context.Report(
                    FindingIds.VolumeDropped,
                    FindingSeverity.Error,
                    matcher + "/inferFromVolume",
                    $"KubeVirt is to infer this from the volume '{disk.Name}', which is taken off: the machine is refused. "
                        + "Name an instancetype or preference instead."
                );
        }
    }
}
