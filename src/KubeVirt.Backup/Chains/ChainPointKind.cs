namespace KubeVirt.Backup.Chains;

/// <summary>How much of the disks a backup holds.</summary>
public enum ChainPointKind
{
    /// <summary>Nobody said: nothing can be restored from it.</summary>
    Unknown,

    /// <summary>All of them: it can be restored alone.</summary>
    Full,

    /// <summary>What changed since a checkpoint: it needs the backup that made that.</summary>
    Incremental,
}
