using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// Adds the policies about disks that come back without their data. Each method is called as its class.
/// </summary>
public static class DiskPolicyExtensions
{
    /// <inheritdoc cref="Restore.DropDisks(DiskSelection)"/>
    /// <returns>The same builder.</returns>
    public static RestorePolicyBuilder DropDisks(this RestorePolicyBuilder builder, DiskSelection kept) =>
        builder.AddPolicy(new DropDisks(kept));

    /// <inheritdoc cref="Restore.BlankDisks(DiskSelection)"/>
    /// <returns>The same builder.</returns>
    public static RestorePolicyBuilder BlankDisks(this RestorePolicyBuilder builder, DiskSelection kept) =>
        builder.AddPolicy(new BlankDisks(kept));

    /// <inheritdoc cref="Restore.UseTargetDisks(DiskSelection)"/>
    /// <returns>The same builder.</returns>
    public static RestorePolicyBuilder UseTargetDisks(this RestorePolicyBuilder builder, DiskSelection kept) =>
        builder.AddPolicy(new UseTargetDisks(kept));

    /// <inheritdoc cref="Restore.MapDisks(IReadOnlyDictionary{ResourceId, string})"/>
    /// <returns>The same builder.</returns>
    public static RestorePolicyBuilder MapDisks(
        this RestorePolicyBuilder builder,
        IReadOnlyDictionary<ResourceId, string> claims
    ) => builder.AddPolicy(new MapDisks(claims));

    /// <inheritdoc cref="Restore.ShareDisksOnce(IEnumerable{ResourceId})"/>
    /// <returns>The same builder.</returns>
    public static RestorePolicyBuilder ShareDisksOnce(
        this RestorePolicyBuilder builder,
        IEnumerable<ResourceId>? present = null
    ) => builder.AddPolicy(new ShareDisksOnce(present));
}
