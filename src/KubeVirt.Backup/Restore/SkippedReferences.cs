using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Restore;

/// <summary>Says of every object that is restored which of the objects it requires are not.</summary>
internal static class SkippedReferences
{
    public static IEnumerable<Finding> Find(
        ResourceGraph graph,
        IReadOnlyDictionary<ResourceId, RestoreContext> contexts
    )
    {
        var dangling = (
            from skipped in contexts.Values.Select(context => context.Skipped).OfType<SkippedResource>()
            where skipped.Outcome != SkipOutcome.MadeAnew
            from edge in graph.EdgesTo(skipped.Resource)
            where edge.Relation == Relation.Needs && edge.IsRequired
            where contexts.TryGetValue(edge.From, out var holder) && !holder.IsSkipped
            select (Edge: edge, Skipped: skipped)
        ).ToList();
        foreach (var (edge, skipped) in dangling.Where(pair => pair.Skipped.Outcome == SkipOutcome.Lost))
        {
            yield return new Finding(
                FindingIds.RequiredSkipped,
                FindingSeverity.Error,
                edge.From,
                edge.Path,
                $"{edge.To} is left out but needed ({edge.Reference.Why}). {skipped.Reason} Restore it too, or remove the reference."
            );
        }

        // One finding for what the target must bring, not one for each volume that uses it.
        foreach (
            var target in dangling
                .Where(pair => pair.Skipped.Outcome == SkipOutcome.Expected)
                .Select(pair => pair.Edge)
                .GroupBy(edge => edge.To)
        )
        {
            var others = target.Select(edge => edge.From).Distinct().Count() - 1;
            var now = contexts[target.Key].Names.Map(target.Key);
            yield return new Finding(
                FindingIds.RequiredSkipped,
                FindingSeverity.Warning,
                target.First().From,
                target.First().Path,
                $"{now} is not restored and must be in the target cluster ({target.First().Reference.Why}){(others > 0 ? $"; {others} more objects need it" : "")}."
            );
        }
    }
}
