using System.Text.Json.Nodes;
using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// Sets the access modes of claims, DataVolumes and DataVolume templates, for a target whose storage has others.
/// </summary>
public sealed class SetAccessModes : RestorePolicy
{
    private readonly string[] _modes;
    private readonly string? _storageClass;

    /// <summary>Sets.</summary>
    /// <param name="modes">
    /// One or more of <see cref="Modes"/>. The <c>pvc</c> form of a DataVolume gets the first of them: CDI takes one
    /// there.
    /// </param>
    /// <param name="storageClass">
    /// Which volumes, by the class that they have when this policy is applied. Default: all.
    /// </param>
    /// <exception cref="ArgumentException">There is no such mode, or none is given.</exception>
    public SetAccessModes(IEnumerable<string> modes, string? storageClass = null)
        : base("set-access-modes")
    {
        _modes = [.. modes];
        _storageClass = storageClass;
        if (_modes.Length == 0 || !_modes.All(Modes.Contains))
            throw new ArgumentException(
                $"'{string.Join(", ", _modes)}' are no access modes. There are {string.Join(", ", Modes)}.",
                nameof(modes)
            );
    }

    /// <summary>The access modes that Kubernetes knows.</summary>
    public static IReadOnlyList<string> Modes { get; } =
    ["ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"];

    /// <inheritdoc/>
    public override void Apply(RestoreContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        foreach (var spec in ClaimSpecs.Find(context, _storageClass))
        {
            var modes = _modes[..(ClaimSpecs.TakesOneMode(spec) ? 1 : _modes.Length)];
            var wasShared = context
                .Draft.Find(spec + "/accessModes/*")
                .Any(mode => context.Draft.StringAt(mode) == "ReadWriteMany");
            if (
                context.Draft.Set(
                    spec + "/accessModes",
                    new JsonArray([.. modes.Select(mode => JsonValue.Create(mode))])
                )
                && wasShared
                && !modes.Contains("ReadWriteMany")
            )
                context.Report(
                    FindingIds.VolumeChanged,
                    FindingSeverity.Info,
                    spec + "/accessModes",
                    "The volume is no longer ReadWriteMany: guests that use it cannot migrate to another node while they run."
                );
        }
    }
}
