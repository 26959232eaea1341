using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// Sets the volume mode of claims, DataVolumes and DataVolume templates. Whatever puts the data there must convert it,
/// which is reported.
/// </summary>
/// <remarks>
/// Source: KubeVirt docs/backup-restore-integration.md: a block volume is the disk itself, a file system holds it as
/// <c>disk.img</c>.
/// </remarks>
public sealed class SetVolumeMode : RestorePolicy
{
    private readonly string _mode;
    private readonly string? _storageClass;

    /// <summary>One mode for all volumes, or for those of a storage class.</summary>
    /// <param name="mode"><c>Block</c> or <c>Filesystem</c>.</param>
    /// <param name="storageClass">
    /// Which volumes, by the class that they have when this policy is applied. Default: all.
    /// </param>
    /// <exception cref="ArgumentException">There is no such mode.</exception>
    public SetVolumeMode(string mode, string? storageClass = null)
        : base("set-volume-mode")
    {
        if (mode is not ("Block" or "Filesystem"))
            throw new ArgumentException($"'{mode}' is no volume mode. There are Block, Filesystem.", nameof(mode));

        _mode = mode;
        _storageClass = storageClass;
    }

    /// <inheritdoc/>
    public override void Apply(RestoreContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        foreach (var spec in ClaimSpecs.Find(context, _storageClass))
            Set(context, spec);
    }

    private void Set(RestoreContext context, string spec)
    {
        var field = spec + "/volumeMode";
        var before = context.Draft.StringAt(field) ?? DefaultOf(spec);
        if (before == _mode || !context.Draft.Set(field, _mode))
            return;

        // Only a claim has data that somebody restores.
        if (before is null || context.Id.Kind != Kinds.PersistentVolumeClaim)
            return;

        context.Report(
            FindingIds.VolumeChanged,
            FindingSeverity.Warning,
            field,
            $"The volume was {before} and becomes {_mode}: see that whatever restores its data converts between "
                + "a raw disk and a file disk.img."
        );
    }

    /// <summary>
    /// The mode of a request that has none: Kubernetes takes Filesystem, and CDI decides by the storage class for the
    /// form <c>storage</c>.
    /// </summary>
    private static string? DefaultOf(string spec) =>
        spec.EndsWith("/storage", StringComparison.Ordinal) ? null : "Filesystem";
}
