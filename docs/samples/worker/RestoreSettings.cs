using KubeVirt.Backup.Restore;

namespace KubeVirt.Backup.Worker;

/// <summary>The section <c>Restore</c> of the configuration.</summary>
internal sealed class RestoreSettings
{
    public const string Section = "Restore";

    /// <summary>A copy beside its original that does not start before its volumes are filled.</summary>
    public const string HeldCopy = "held-copy";

    /// <summary>
    /// The policy, by its key: a preset or one that is registered in <see cref="WorkerHost"/>. Default:
    /// <see cref="HeldCopy"/> for a machine whose namespace is mapped, else disaster-recovery; both hold the machine.
    /// </summary>
    public string? Policy { get; set; }

    /// <summary>What objects are called in the target.</summary>
    public NameMapOptions Names { get; set; } = new();
}
