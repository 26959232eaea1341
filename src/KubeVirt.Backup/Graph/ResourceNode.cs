namespace KubeVirt.Backup.Graph;

/// <summary>A node of a graph: an object that was found, or one that others only name.</summary>
/// <param name="Id">The id of the object.</param>
/// <param name="State">Whether the object was found and belongs to the graph.</param>
/// <param name="Resource">The object; <see langword="null"/> where it is missing.</param>
public readonly record struct ResourceNode(ResourceId Id, NodeState State, Resource? Resource)
{
    /// <summary>
    /// Why the object is left out although it was found, in one sentence; <see langword="null"/> where it is not left
    /// out.
    /// </summary>
    public string? LeftOut { get; init; }

    /// <summary>Whether the object was not found.</summary>
    public bool IsMissing => State == NodeState.Missing;

    /// <summary>Whether the object is named by another one and could not be looked at.</summary>
    public bool IsNotRead => State == NodeState.NotRead;

    /// <summary>The id, and the state where it is not <see cref="NodeState.Observed"/>.</summary>
    public override string ToString() => State == NodeState.Observed ? Id.ToString() : $"{Id} ({State})";
}
