namespace KubeVirt.Backup.Restore;

/// <summary>What becomes of objects that need one which is not restored.</summary>
/// <remarks>Decides alone how a skip is reported; the object is skipped in either case.</remarks>
public enum SkipOutcome
{
    /// <summary>They lack it: an error for each that requires it.</summary>
    Lost,

    /// <summary>A controller of the target makes it anew: nothing is lost.</summary>
    MadeAnew,

    /// <summary>The target cluster is expected to have it: a warning for each that requires it.</summary>
    Expected,

    /// <summary>Nothing that is restored needs it any more, as the claim of a disk that was taken off.</summary>
    NotNeeded,
}
