using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// Leaves disks to the claims of the same names that the target has: these are not restored, and machines use them
/// directly. To be used after a preset.
/// </summary>
/// <param name="kept">What is kept: the disks that this selection leaves out are those of the target.</param>
/// <remarks>
/// For a disk that was never lost. Its data is that of today, beside disks of the time of the backup. DataVolume templates
/// of these disks are removed: where the claim is absent, the machine waits for it, and CDI imports nothing in its place.
/// Which claims the target must have is among the needs of the result, see <see cref="TargetNeeds"/>.
/// Source: KubeVirt pkg/virt-controller/watch/vm/vm.go, which makes a DataVolume from each template.
/// </remarks>
public sealed class UseTargetDisks(DiskSelection kept) : RestorePolicy("use-target-disks")
{
    private readonly LeftOutDisks _disks = new(kept);

    /// <inheritdoc/>
    public override IReadOnlyCollection<string> Follows => ["map-names", "map-references", "mark-claims-populated"];

    /// <inheritdoc/>
    public override void Apply(RestoreContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (_disks.IsClaimOf(context))
        {
            context.Skip("The target's own claim is used.", SkipOutcome.NotNeeded);
            return;
        }

        foreach (var disk in _disks.Of(context))
        {
            if (disk.Claim is { } claim && !_disks.IsKeptByOthers(context, disk))
                TargetClaim.Use(context, disk, context.Names.Map(claim).Name);
        }
    }
}
