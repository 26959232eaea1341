namespace KubeVirt.Backup.Rollback;

/// <summary>The marks by which a rollback is known in a cluster.</summary>
public static class RollbackKeys
{
    /// <summary>
    /// An annotation of a machine that is being rolled back: the rollback, and the run state that the machine gets back at
    /// the end. As long as it is there, nobody should start the machine.
    /// </summary>
    public const string Held = "kubevirt-backup/rollback-held";

    /// <summary>
    /// An annotation of a machine that was rolled back: which rollback was the latest. Checkpoints from before are of other
    /// disks.
    /// </summary>
    public const string Done = "kubevirt-backup/rollback";

    /// <summary>An annotation of what a rollback has created, with its id.</summary>
    public const string Created = "kubevirt-backup/rollback-created";

    /// <summary>An annotation of a claim that a rollback has taken off its machine and kept, with its id.</summary>
    public const string Kept = "kubevirt-backup/rollback-kept";
}
