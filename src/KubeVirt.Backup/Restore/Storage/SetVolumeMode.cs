using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// Sets the volume mode of claims, DataVolumes and DataVolume templates. Whatever puts the data there must convert it,
/// which is said.
/// </summary>
/// <remarks>
/// Source: KubeVirt docs/backup-restore-integration.md: a block volume is the disk itself, a file system holds it as
/// <c>disk.img</c>.
/// </remarks>
public sealed class SetVolumeMode : RestorePolicy
{
    private readonly string _mode;
    private readonly string? _storageClass;

    /// <summary>Sets.</summary>
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
        {
            // A claim says Filesystem by saying nothing.
            var before = context.Draft.StringAt(spec + "/volumeMode")
                ?? (spec.EndsWith("/storage", StringComparison.Ordinal) ? null : "Filesystem");
            if (
                before != _mode
                && context.Draft.Set(spec + "/volumeMode", _mode)
                && before is not null
                && context.Id.Kind == Kinds.PersistentVolumeClaim
            )
                context.Report(
                    FindingIds.VolumeChanged,
                    FindingSeverity.Warning,
                    spec + "/volumeMode",
                    $"The volume was {before} and becomes {_mode}: see that whatever restores its data converts between a raw disk and a file disk.img."
                );
        }
    }
}
