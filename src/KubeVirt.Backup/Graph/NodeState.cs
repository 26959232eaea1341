namespace KubeVirt.Backup.Graph;

/// <summary>Whether the object of a node was found and belongs to the graph.</summary>
public enum NodeState
{
    /// <summary>
    /// Another object refers to it, and whether it is there is not known: it could not be read, for want of rights for
    /// instance.
    /// </summary>
    NotRead,

    /// <summary>
    /// The object was found, and the roots reach it. Only such objects stand in the sets of a restore.
    /// </summary>
    Observed,

    /// <summary>Another object refers to it, and it was not found.</summary>
    Missing,

    /// <summary>
    /// The object was found, but it is left out, or only references that are not followed lead to it: ownerReferences,
    /// and sources of volumes that are populated already.
    /// </summary>
    Outside,
}
