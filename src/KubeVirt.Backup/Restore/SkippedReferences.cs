using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Restore;

/// <summary>Says of every object that is restored which of the objects it requires are not.</summary>
internal static class SkippedReferences
{
    public static IEnumerable<Finding> Find(ResourceGraph graph, IReadOnlyDictionary<ResourceId, RestoreContext> contexts) =>
        from edge in graph.Edges
        where edge.Relation == Relation.Needs && edge.IsRequired
        where contexts.TryGetValue(edge.From, out var holder) && !holder.IsSkipped
        let skipped = contexts.GetValueOrDefault(edge.To)?.Skipped
        where skipped is not null && skipped.Outcome != SkipOutcome.MadeAnew
        select new Finding(
            FindingIds.RequiredSkipped,
            skipped.Outcome == SkipOutcome.Expected ? FindingSeverity.Warning : FindingSeverity.Error,
            edge.From,
            edge.Path,
            skipped.Outcome == SkipOutcome.Expected
                ? $"{contexts[edge.To].Names.Map(edge.To)} is not restored and must be in the target cluster: {edge.Reference.Why}."
                : $"{edge.To} is left out ({skipped.Reason}) but needed: {edge.Reference.Why}.");
}
