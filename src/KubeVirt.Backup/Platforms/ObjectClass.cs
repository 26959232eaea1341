namespace KubeVirt.Backup.Platforms;

/// <summary>What an object is to a restore. The class decides whether it is created again.</summary>
public enum ObjectClass
{
    /// <summary>What somebody made and wants back: restored.</summary>
    Definition,

    /// <summary>What controllers made to run a definition: they make it anew, so a restore leaves it out.</summary>
    Runtime,

    /// <summary>
    /// What does something when it is created, as a snapshot, a restore or a migration: created again it would run
    /// again, so a restore leaves it out.
    /// </summary>
    Action,

    /// <summary>
    /// What belongs to the cluster rather than to a machine: the target is expected to bring its own.
    /// </summary>
    Environment,
}
