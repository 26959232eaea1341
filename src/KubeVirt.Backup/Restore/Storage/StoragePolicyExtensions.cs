namespace KubeVirt.Backup.Restore;

/// <summary>
/// Adds the policies about storage. Each method is called as its class. Storage classes and VolumeSnapshotClasses are
/// mapped by a <see cref="NameMap"/>.
/// </summary>
public static class StoragePolicyExtensions
{
    /// <inheritdoc cref="Restore.SetAccessModes(IEnumerable{string}, string)"/>
    /// <returns>The same builder.</returns>
    public static RestorePolicyBuilder SetAccessModes(
        this RestorePolicyBuilder builder,
        IEnumerable<string> modes,
        string? storageClass = null
    ) => builder.AddPolicy(new SetAccessModes(modes, storageClass));

    /// <inheritdoc cref="Restore.SetVolumeMode(string, string)"/>
    /// <returns>The same builder.</returns>
    public static RestorePolicyBuilder SetVolumeMode(
        this RestorePolicyBuilder builder,
        string mode,
        string? storageClass = null
    ) => builder.AddPolicy(new SetVolumeMode(mode, storageClass));

    /// <inheritdoc cref="Restore.RoundSizes(string, string, string)"/>
    /// <returns>The same builder.</returns>
    public static RestorePolicyBuilder RoundSizes(
        this RestorePolicyBuilder builder,
        string multiple,
        string? minimum = null,
        string? storageClass = null
    ) => builder.AddPolicy(new RoundSizes(multiple, minimum, storageClass));

    /// <inheritdoc cref="Restore.RestoreFromSnapshots(IReadOnlyDictionary{ResourceId, string})"/>
    /// <returns>The same builder.</returns>
    public static RestorePolicyBuilder RestoreFromSnapshots(
        this RestorePolicyBuilder builder,
        IReadOnlyDictionary<ResourceId, string> snapshots
    ) => builder.AddPolicy(new RestoreFromSnapshots(snapshots));

    /// <inheritdoc cref="Restore.KeepVolumeSizes"/>
    /// <param name="builder">The builder, to whose end the policy is added.</param>
    /// <returns>The same builder.</returns>
    public static RestorePolicyBuilder KeepVolumeSizes(this RestorePolicyBuilder builder) =>
        builder.AddPolicy(new KeepVolumeSizes());

    /// <inheritdoc cref="Restore.UnlabelDisks"/>
    /// <param name="builder">The builder, to whose end the policy is added.</param>
    /// <returns>The same builder.</returns>
    public static RestorePolicyBuilder UnlabelDisks(this RestorePolicyBuilder builder) =>
        builder.AddPolicy(new UnlabelDisks());

    /// <inheritdoc cref="Restore.ReturnMigratedVolumes"/>
    /// <param name="builder">The builder, to whose end the policy is added.</param>
    /// <returns>The same builder.</returns>
    public static RestorePolicyBuilder ReturnMigratedVolumes(this RestorePolicyBuilder builder) =>
        builder.AddPolicy(new ReturnMigratedVolumes());
}
