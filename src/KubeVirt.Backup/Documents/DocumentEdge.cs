using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Documents;

/// <summary>A reference between two objects. Why it is there is left out: that is for people and may change.</summary>
/// <param name="From">The object that holds the reference.</param>
/// <param name="To">The object it names.</param>
/// <param name="Relation">What it means for a restore.</param>
/// <param name="Required">Whether <paramref name="From"/> fails or loses data without <paramref name="To"/>.</param>
/// <param name="Path">JSON pointer to the reference, in <paramref name="From"/>.</param>
public sealed record DocumentEdge(ResourceId From, ResourceId To, Relation Relation, bool Required, string Path)
{
    /// <summary>The reference of a graph.</summary>
    internal static DocumentEdge Of(ResourceEdge edge) =>
        new(edge.From, edge.To, edge.Relation, edge.IsRequired, edge.Path);
}
