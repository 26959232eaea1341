namespace KubeVirt.Backup.Client.Incremental;

/// <summary>How KubeVirt makes a backup of disks.</summary>
public sealed record VirtualMachineBackupOptions
{
    /// <summary>
    /// Whether it is pulled by HTTPS rather than pushed into the claim, which is scratch space then. Default: no.
    /// </summary>
    public bool Pulls { get; init; }

    /// <summary>Whether guests are not frozen. Default: no, they are.</summary>
    public bool SkipsQuiesce { get; init; }

    /// <summary>
    /// Whether it is full though a checkpoint would allow an incremental one. Default: no. After a restore it must be.
    /// </summary>
    public bool ForcesFull { get; init; }

    /// <summary>
    /// For how long a pulled backup can be read, counted from its creation. Default: <see langword="null"/>, KubeVirt's
    /// own 2 hours.
    /// </summary>
    public TimeSpan? TimeToLive { get; init; }

    /// <summary>Labels by which it can be found again. Default: none.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }
}
