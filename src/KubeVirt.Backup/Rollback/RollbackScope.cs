namespace KubeVirt.Backup.Rollback;

/// <summary>What of a machine is taken back.</summary>
public enum RollbackScope
{
    /// <summary>Nothing was said: as <see cref="Disks"/>.</summary>
    Unspecified,

    /// <summary>The data of its disks.</summary>
    Disks,

    /// <summary>Its definition; its disks stay as they are.</summary>
    Definition,

    /// <summary>Both.</summary>
    Both,
}
