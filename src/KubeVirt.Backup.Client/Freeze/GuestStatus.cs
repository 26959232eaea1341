namespace KubeVirt.Backup.Client.Freeze;

/// <summary>What decides whether a guest can be frozen, and whether it is still the same guest.</summary>
/// <param name="Uid">UID of the VirtualMachineInstance: another one is another guest.</param>
/// <param name="IsRunning">Whether its phase is Running.</param>
/// <param name="IsPaused">Whether it is paused.</param>
/// <param name="HasAgent">Whether a guest agent is connected.</param>
/// <param name="IsMigrating">Whether a live migration is under way.</param>
/// <param name="IsFrozen">Whether the polled status says frozen. KubeVirt polls every 5 seconds, so it can be that old.</param>
public sealed record GuestStatus(string Uid, bool IsRunning, bool IsPaused, bool HasAgent, bool IsMigrating, bool IsFrozen);
