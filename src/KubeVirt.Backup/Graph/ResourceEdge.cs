namespace KubeVirt.Backup.Graph;

/// <summary>An edge of a graph, from the object that holds a reference to the object it names.</summary>
/// <param name="From">The object that holds the reference.</param>
/// <param name="To">The object it names.</param>
/// <param name="Reference">The reference itself.</param>
public readonly record struct ResourceEdge(ResourceId From, ResourceId To, Reference Reference)
{
    /// <summary>What the reference means.</summary>
    public Relation Relation => Reference.Relation;

    /// <summary>The JSON pointer in <see cref="From"/> that caused it.</summary>
    public string Path => Reference.Path;

    /// <summary>Whether <see cref="From"/> cannot come back without <see cref="To"/>.</summary>
    public bool IsRequired => Reference.Requirement == Requirement.Required;

    /// <summary>One line: from, relation, to, pointer.</summary>
    public override string ToString() => $"{From} {Relation} {To} ({Path})";
}
