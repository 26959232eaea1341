namespace KubeVirt.Backup.Client.Freeze;

/// <summary>What decides whether a guest can be frozen, and whether it is still the same guest.</summary>
/// <remarks>Source: KubeVirt api/core/v1/types.go, VirtualMachineInstanceStatus.</remarks>
public sealed record GuestStatus
{
    /// <summary>UID of the VirtualMachineInstance: another one is another guest.</summary>
    public required string Uid { get; init; }

    /// <summary>Phase, such as <c>Running</c>; empty where there is none yet.</summary>
    public required string Phase { get; init; }

    /// <summary>Whether it is being deleted. Default: no.</summary>
    public bool IsTerminating { get; init; }

    /// <summary>Whether it is paused. Default: no.</summary>
    public bool IsPaused { get; init; }

    /// <summary>Whether a guest agent is connected. Default: no.</summary>
    public bool HasAgent { get; init; }

    /// <summary>Whether a live migration is under way. Default: no.</summary>
    public bool IsMigrating { get; init; }

    /// <summary>UID of the last live migration; <see langword="null"/> where there was none.</summary>
    public string? MigrationUid { get; init; }

    /// <summary>
    /// Whether the polled status is frozen. KubeVirt polls every 5 seconds, so it can be that old. Default: no.
    /// </summary>
    public bool IsFrozen { get; init; }

    /// <summary>
    /// Whether Windows runs in it, whose freezes end after about 10 seconds; <see langword="null"/> where the agent
    /// reports no operating system, as it may be Windows then. Default: <see langword="null"/>.
    /// </summary>
    public bool? IsWindows { get; init; }

    /// <summary>The node that it runs on; <see langword="null"/> where it does not.</summary>
    public string? NodeName { get; init; }

    /// <summary>UIDs of the pods it runs in: two during a migration.</summary>
    public IReadOnlyCollection<string> ActivePods { get; init; } = [];

    /// <summary>
    /// The PersistentVolumeClaims that it has attached, by its spec and its status, ordered: those that were plugged in
    /// and its persistent state too. Base images of ephemeral volumes and memory dumps are not among them, as the guest
    /// does not write to them. Default: none.
    /// </summary>
    public IReadOnlyCollection<ResourceId> Claims { get; init; } = [];
}
