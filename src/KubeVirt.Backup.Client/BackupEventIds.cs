namespace KubeVirt.Backup.Client;

/// <summary>The ids of log events, which do not change. No event holds a value of a Secret.</summary>
public static class BackupEventIds
{
    /// <summary>Information: a plan is made, and a backup begins.</summary>
    public const int BackupStarted = 1;

    /// <summary>Debug: a step of a backup is done.</summary>
    public const int StepEnded = 2;

    /// <summary>Error: a step of a backup failed.</summary>
    public const int StepFailed = 3;

    /// <summary>Information: what the snapshots of a guest are worth; a warning where that is less than was wanted.</summary>
    public const int GuestJudged = 4;

    /// <summary>Debug, warning or error, by its severity: a finding.</summary>
    public const int FindingReported = 5;

    /// <summary>Information: a backup is done; a warning where it is not what was asked for.</summary>
    public const int BackupEnded = 6;

    /// <summary>Information: a restore begins to write.</summary>
    public const int RestoreStarted = 20;

    /// <summary>Debug: an object of a restore was written, kept or refused.</summary>
    public const int ObjectApplied = 21;

    /// <summary>Information: a restore is done; a warning where something is missing.</summary>
    public const int RestoreEnded = 22;
}
