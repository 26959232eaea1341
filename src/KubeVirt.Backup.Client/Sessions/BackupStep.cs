namespace KubeVirt.Backup.Client.Sessions;

/// <summary>The steps of a backup, in their order.</summary>
public enum BackupStep
{
    /// <summary>Finds all objects.</summary>
    Discover,

    /// <summary>Prepares snapshots.</summary>
    Prepare,

    /// <summary>Freezes guests.</summary>
    Freeze,

    /// <summary>Takes snapshots.</summary>
    Snapshot,

    /// <summary>Thaws guests.</summary>
    Thaw,

    /// <summary>Moves data away.</summary>
    Export,

    /// <summary>Writes the definitions.</summary>
    Archive,
}
