namespace KubeVirt.Backup.Rollback;

/// <summary>How the data of a disk is taken back.</summary>
public enum RollbackMethod
{
    /// <summary>Nothing was said: as <see cref="Swap"/>.</summary>
    Unspecified,

    /// <summary>
    /// A new claim is filled, and the machine is pointed to it; the old one is kept until it is released. There is a way back
    /// at every step.
    /// </summary>
    Swap,

    /// <summary>
    /// The claim that is there is emptied and filled. It takes no room beside it, and there is no way back once that has
    /// begun.
    /// </summary>
    Refill,
}
