using KubeVirt.Backup.Restore;

namespace KubeVirt.Backup.Worker;

/// <summary>The section <c>Restore</c> of the configuration.</summary>
internal sealed class RestoreSettings
{
    public const string Section = "Restore";

    /// <summary>
    /// The policy, by its key: a preset or one that is registered in <see cref="WorkerHost"/>. Default: copy-beside for a
    /// machine whose namespace is mapped, else in-place.
    /// </summary>
    public string? Policy { get; set; }

    /// <summary>What objects are called in the target.</summary>
    public NameMapOptions Names { get; set; } = new();
}
