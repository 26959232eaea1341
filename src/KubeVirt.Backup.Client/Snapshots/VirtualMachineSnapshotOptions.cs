namespace KubeVirt.Backup.Client.Snapshots;

/// <summary>How KubeVirt takes a snapshot of a machine.</summary>
public sealed record VirtualMachineSnapshotOptions
{
    /// <summary>
    /// After which time KubeVirt fails the snapshot, and thaws the guest by itself. Default: <see langword="null"/>,
    /// its own 5 minutes. Zero is never.
    /// </summary>
    public TimeSpan? FailureDeadline { get; init; }

    /// <summary>Whether the volumes' snapshots stay when the VirtualMachineSnapshot is deleted. Default: no.</summary>
    public bool RetainsContent { get; init; }

    /// <summary>Labels by which it can be found again. Default: none.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }
}
