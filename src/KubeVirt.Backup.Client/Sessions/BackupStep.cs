namespace KubeVirt.Backup.Client.Sessions;

/// <summary>The steps of a backup, in their order.</summary>
public enum BackupStep
{
    /// <summary>Finds all objects and makes the plan.</summary>
    Discover,

    /// <summary>Runs <see cref="BackupOptions.Prepare"/>, while guests run.</summary>
    Prepare,

    /// <summary>Freezes guests, after a wait for those that are worth it.</summary>
    Freeze,

    /// <summary>Runs <see cref="BackupOptions.Snapshot"/>, while guests are frozen.</summary>
    Snapshot,

    /// <summary>Thaws guests and judges their freezes.</summary>
    Thaw,

    /// <summary>Runs <see cref="BackupOptions.Export"/>, while guests run again.</summary>
    Export,

    /// <summary>Writes the archive of the definitions and verdicts.</summary>
    Archive,
}
