using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Rollback;

/// <summary>What of a machine is taken back, and how.</summary>
public sealed record RollbackOptions
{
    /// <summary>Disks, definition or both. Default: disks.</summary>
    public RollbackScope Scope { get; init; }

    /// <summary>
    /// Which disks, by what they are in the archive. Default: all with data there that carry no mark of
    /// <see cref="DiskMarks"/>.
    /// </summary>
    public DiskSelection Disks { get; init; } = DiskSelection.Everything;

    /// <summary>How their data is taken back. Default: <see cref="RollbackMethod.Swap"/>.</summary>
    public RollbackMethod Method { get; init; }
}
