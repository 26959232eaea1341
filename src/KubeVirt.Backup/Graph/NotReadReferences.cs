using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Graph;

/// <summary>
/// Reports the references to objects that could not be read: one finding for each kind and namespace, since they have one
/// cause.
/// </summary>
internal static class NotReadReferences
{
    private const int Shown = 5;

    /// <summary>The findings, in no order.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="counts">Whether a reference counts.</param>
    public static IEnumerable<Finding> Find(ResourceGraph graph, Func<ResourceEdge, bool> counts)
    {
        var notRead = graph
            .Nodes.Where(node => node.IsNotRead)
            .Select(node => node.Id)
            .GroupBy(id => (id.Kind, id.Namespace));
        foreach (var scope in notRead)
        {
            var references = scope.SelectMany(graph.EdgesTo).Where(counts).ToList();
            if (references.Count > 0)
                yield return Report(references);
        }
    }

    private static Finding Report(List<ResourceEdge> references)
    {
        var first = references[0];
        var targets = references.Select(edge => edge.To).Distinct().Order().ToList();
        var more = targets.Count > Shown ? $" and {targets.Count - Shown} more" : "";
        var isRequired = references.Exists(edge => edge.IsRequired);

        return new Finding(
            FindingIds.ReferenceNotRead,
            isRequired ? FindingSeverity.Error : FindingSeverity.Warning,
            first.From,
            first.Path,
            $"{string.Join(", ", targets.Take(Shown))}{more} could not be read, so whether the backup is complete is not "
                + "known. Grant the right to read them, or add them to the input."
        );
    }
}
