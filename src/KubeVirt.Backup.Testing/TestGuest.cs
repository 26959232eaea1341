using KubeVirt.Backup.Testing.Server;

namespace KubeVirt.Backup.Testing;

/// <summary>A guest of a <see cref="TestCluster"/>: how it behaves when it is frozen, and what happened to it.</summary>
/// <remarks>
/// It freezes and thaws as KubeVirt's launcher does: a second freeze changes nothing, a thaw of a thawed guest neither, a timer
/// thaws, and a timer of less than a second never does. Source: KubeVirt pkg/virt-launcher/virtwrap/storage/fsfreeze.go.
/// </remarks>
public sealed class TestGuest
{
    private readonly TimeProvider _time;

    /// <summary>A guest that was never frozen.</summary>
    internal TestGuest(ResourceId id, TimeProvider time)
    {
        Id = id;
        _time = time;
    }

    /// <summary>The VirtualMachineInstance.</summary>
    public ResourceId Id { get; }

    /// <summary>
    /// How long it takes to freeze, by the cluster's clock. Default: nothing. After 10 seconds KubeVirt answers with an error,
    /// and the guest freezes all the same.
    /// </summary>
    public TimeSpan FreezeTime { get; set; }

    /// <summary>
    /// What the guest agent answers instead of freezing; <see langword="null"/>, the default, where it freezes.
    /// </summary>
    public string? Refusal { get; set; }

    /// <summary>Whether its agent is gone, which its status does not show yet. Default: no.</summary>
    public bool HasLostAgent { get; set; }

    /// <summary>Whether it is frozen now.</summary>
    public bool IsFrozen => Record.IsFrozen(_time.GetUtcNow());

    /// <summary>How often it went from thawed to frozen.</summary>
    public int Freezes => Record.Freezes;

    /// <summary>What its launcher knows.</summary>
    internal GuestRecord Record { get; } = new();

    /// <summary>Whether it was frozen at both times and at every time in between.</summary>
    /// <param name="from">The first time, by the cluster's clock.</param>
    /// <param name="to">The last time.</param>
    public bool WasFrozen(DateTimeOffset from, DateTimeOffset to) => Record.WasFrozen(from, to);
}
