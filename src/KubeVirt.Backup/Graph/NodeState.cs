namespace KubeVirt.Backup.Graph;

/// <summary>How a node stands in a graph.</summary>
public enum NodeState
{
    /// <summary>The object was found and belongs to what the roots reach.</summary>
    Observed,

    /// <summary>Something refers to it and it was not found.</summary>
    Missing,

    /// <summary>It was found, but only ownerReferences lead to it: nothing that the roots reach needs it.</summary>
    Outside,
}
