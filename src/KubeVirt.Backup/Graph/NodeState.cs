namespace KubeVirt.Backup.Graph;

/// <summary>How a node stands in a graph.</summary>
public enum NodeState
{
    /// <summary>The object was found and belongs to what the roots reach.</summary>
    Observed,

    /// <summary>Something refers to it and it was not found.</summary>
    Missing,

    /// <summary>
    /// It was found, but it was left out, or only references that are not followed lead to it: ownerReferences, and
    /// sources that were used up.
    /// </summary>
    Outside,
}
