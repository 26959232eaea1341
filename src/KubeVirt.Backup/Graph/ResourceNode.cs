namespace KubeVirt.Backup.Graph;

/// <summary>A node of a graph: an object that was found, or one that was only named.</summary>
/// <param name="Id">Its id.</param>
/// <param name="State">How it stands in the graph.</param>
/// <param name="Resource">The object; <see langword="null"/> where it is missing.</param>
public readonly record struct ResourceNode(ResourceId Id, NodeState State, Resource? Resource)
{
    /// <summary>
    /// Why it was left out although it was found, in one sentence; <see langword="null"/> where it was not.
    /// </summary>
    public string? LeftOut { get; init; }

    /// <summary>Whether it was only named.</summary>
    public bool IsMissing => State == NodeState.Missing;

    /// <summary>The id, and the state where it is not observed.</summary>
    public override string ToString() => State == NodeState.Observed ? Id.ToString() : $"{Id} ({State})";
}
