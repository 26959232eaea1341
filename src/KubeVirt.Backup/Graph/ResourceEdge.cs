namespace KubeVirt.Backup.Graph;

/// <summary>An edge of a graph, from the object that holds a reference to the object it names.</summary>
/// <param name="From">The object that holds the reference.</param>
/// <param name="To">The object it names, found or missing.</param>
/// <param name="Reference">The reference behind the edge.</param>
public readonly record struct ResourceEdge(ResourceId From, ResourceId To, Reference Reference)
{
    /// <summary>What the reference means for a restore.</summary>
    public Relation Relation => Reference.Relation;

    /// <summary>JSON pointer (RFC 6901) to the reference, in <see cref="From"/>.</summary>
    public string Path => Reference.Path;

    /// <summary>Whether <see cref="From"/> fails or loses data without <see cref="To"/>.</summary>
    public bool IsRequired => Reference.Requirement == Requirement.Required;

    /// <summary>One line: from, relation, to, pointer.</summary>
    public override string ToString() => $"{From} {Relation} {To} ({Path})";
}
