namespace KubeVirt.Backup.Planning;

/// <summary>How the data of a machine of a plan is backed up, why so, and why not otherwise.</summary>
/// <remarks>
/// It is what the cluster showed when the plan was made. What a session found when it was carried out stands in its verdicts
/// and findings. Immutable.
/// </remarks>
public sealed record PlannedWay
{
    /// <summary>The way.</summary>
    public required BackupWay Way { get; init; }

    /// <summary>Why it is this one, in short sentences.</summary>
    public required string Reason { get; init; }

    /// <summary>The VirtualMachineBackupTracker that the backup goes through; <see langword="null"/> where none.</summary>
    public ResourceId? Tracker { get; init; }

    /// <summary>
    /// The checkpoint from which the backup is incremental; <see langword="null"/> where it is full, or of another way.
    /// </summary>
    public string? Since { get; init; }

    /// <summary>
    /// The VolumeGroupSnapshotClass of a group snapshot; <see langword="null"/> where the driver's default is taken, and of
    /// other ways.
    /// </summary>
    public string? SnapshotClass { get; init; }

    /// <summary>
    /// Whether something that it depends on could not be read, as <see cref="Reason"/> says. It is tried all the same.
    /// </summary>
    public bool IsUnproven { get; init; }

    /// <summary>The ways that were preferred to it, in that order, each with the reason.</summary>
    public IReadOnlyList<RejectedWay> Rejected
    {
        get;
        init => field = value ?? [];
    } = [];

    /// <summary>Whether guests are frozen by the session, and not by KubeVirt.</summary>
    internal bool IsFrozen => Way is BackupWay.CsiSnapshots or BackupWay.GroupSnapshot;

    /// <summary>What it is in a few words, such as <c>incremental by tracker db-nightly</c>.</summary>
    public string Summary =>
        (Way, Since, Tracker) switch
        {
            (BackupWay.MachineBackup, not null, { } tracker) => $"incremental by tracker {tracker.Name}",
            (BackupWay.MachineBackup, _, { } tracker) => $"full by tracker {tracker.Name}",
            (BackupWay.MachineBackup, _, _) => "full by VirtualMachineBackup",
            _ => WayRules.NameOf(Way),
        };

    /// <summary>The summary, the reason, and why the preferred ones are not possible, in one line.</summary>
    public override string ToString() =>
        string.Join("; ", Rejected.Select(way => $"{way}").Prepend($"{Summary}: {Reason}"));
}
