using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Restore;

/// <summary>Reports what restored objects still require of those that are left out.</summary>
internal static class SkippedReferences
{
    /// <summary>
    /// An error for each reference to what is lost, and one warning for each object that the target must have.
    /// </summary>
    public static IEnumerable<Finding> Find(
        ResourceGraph graph,
        IReadOnlyDictionary<ResourceId, RestoreContext> contexts
    )
    {
        var dangling = Dangling(graph, contexts).ToLookup(reference => reference.Skipped.Outcome);
        foreach (var reference in dangling[SkipOutcome.Lost])
            yield return ReportLost(reference);

        // One finding for what the target must have, not one for each volume that uses it.
        var expected = dangling[SkipOutcome.Expected].Select(reference => reference.Edge).GroupBy(edge => edge.To);
        foreach (var target in expected)
            yield return ReportExpected(target, contexts[target.Key].Names.Map(target.Key));
    }

    /// <summary>
    /// The required references of restored objects to skipped ones that nothing in the target replaces.
    /// </summary>
    private static IEnumerable<Reference> Dangling(
        ResourceGraph graph,
        IReadOnlyDictionary<ResourceId, RestoreContext> contexts
    ) =>
        from skipped in contexts.Values.Select(context => context.Skipped).OfType<SkippedResource>()
        where skipped.Outcome is not (SkipOutcome.MadeAnew or SkipOutcome.NotNeeded)
        from edge in graph.EdgesTo(skipped.Resource)
        where edge.Relation == Relation.Needs && (edge.IsRequired || IsOfTemplate(edge))
        where contexts.TryGetValue(edge.From, out var holder) && !holder.IsSkipped
        where HeldReferences.IsHeld(contexts[edge.From], edge)
        select new Reference(edge, skipped);

    /// <summary>
    /// Whether machines that are made of a template need the target: the template comes back without, and they fail.
    /// </summary>
    private static bool IsOfTemplate(ResourceEdge edge) => edge.From.Kind == Kinds.VirtualMachineTemplate;

    private static Finding ReportLost(Reference reference)
    {
        var edge = reference.Edge;
        var severity = IsOfTemplate(edge) ? FindingSeverity.Warning : FindingSeverity.Error;
        var message =
            $"{edge.To} is left out but needed ({edge.Reference.Why}). {reference.Skipped.Reason} Restore it too, or "
            + "remove the reference.";

        return new Finding(FindingIds.RequiredSkipped, severity, edge.From, edge.Path, message);
    }

    private static Finding ReportExpected(IGrouping<ResourceId, ResourceEdge> edges, ResourceId nameInTarget)
    {
        var first = edges.First();
        var others = edges.Select(edge => edge.From).Distinct().Count() - 1;
        var more = others > 0 ? $"; {others} more objects need it" : "";
        var message =
            $"{nameInTarget} is not restored and must be in the target cluster ({first.Reference.Why}){more}.";

        return new Finding(FindingIds.RequiredSkipped, FindingSeverity.Warning, first.From, first.Path, message)
        {
            Absent = nameInTarget,
        };
    }

    private readonly record struct Reference(ResourceEdge Edge, SkippedResource Skipped);
}
