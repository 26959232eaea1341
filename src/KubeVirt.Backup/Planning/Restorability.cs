namespace KubeVirt.Backup.Planning;

/// <summary>What a restore from a backup amounts to, by the findings of its plan.</summary>
public enum Restorability
{
    /// <summary>Something that it needs could not be read, so that nobody knows what a restore would lack.</summary>
    Unknown,

    /// <summary>Nothing is known to be lacking.</summary>
    Complete,

    /// <summary>
    /// It works if the target cluster brings something, or it comes back without something of lesser worth.
    /// </summary>
    Conditional,

    /// <summary>The machine fails or loses data.</summary>
    Broken,
}
