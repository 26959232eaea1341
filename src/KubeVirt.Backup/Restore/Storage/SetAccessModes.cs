using System.Text.Json.Nodes;
using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// Sets the access modes of claims, DataVolumes and DataVolume templates, for a target whose storage has others.
/// </summary>
/// <remarks>
/// A volume that was ReadWriteMany and is so no longer is reported, since its guests cannot migrate. A DataVolume that
/// leaves the modes to CDI gets them written down. Source: Kubernetes core/v1 PersistentVolumeAccessMode; CDI
/// pkg/apiserver/webhooks/datavolume-validate.go.
/// </remarks>
public sealed class SetAccessModes : RestorePolicy
{
    private const string Shared = "ReadWriteMany";

    private readonly string[] _modes;
    private readonly string? _storageClass;

    /// <summary>The same modes for all volumes, or for those of a storage class.</summary>
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
        ArgumentNullException.ThrowIfNull(modes);
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
            Set(context, spec);
    }

    private void Set(RestoreContext context, string spec)
    {
        var field = spec + "/accessModes";
        var modes = ClaimSpecs.TakesOneMode(spec) ? _modes[..1] : _modes;
        var wasShared = context.Draft.Find(field + "/*").Any(mode => context.Draft.StringAt(mode) == Shared);

        var isChanged = context.Draft.Set(field, new JsonArray([.. modes.Select(mode => JsonValue.Create(mode))]));
        if (!isChanged || !wasShared || modes.Contains(Shared))
            return;

        context.Report(
            FindingIds.VolumeChanged,
            FindingSeverity.Info,
            field,
            "The volume is no longer ReadWriteMany: guests that use it cannot migrate to another node "
                + "while they run."
        );
    }
}
