using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Graph;

/// <summary>
/// Reports the references whose target was not found or is left out: how bad that is, and what to do.
/// </summary>
internal static class MissingReferences
{
    /// <summary>The findings of a whole graph, in no order.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="nameInTarget">What an object that the target cluster must have is called there.</param>
    /// <param name="counts">Whether a reference counts.</param>
    public static IEnumerable<Finding> Find(
        ResourceGraph graph,
        Func<ResourceId, ResourceId> nameInTarget,
        Func<ResourceEdge, bool> counts
    )
    {
        var absent = graph
            .Nodes.Where(node => node.IsMissing || node.LeftOut is not null)
            .ToLookup(node => IsExpected(graph, node.Id), node => node.Id);

        var ownReferences = absent[false].SelectMany(graph.EdgesTo).Where(counts);
        foreach (var finding in ReportEach(graph, ownReferences, nameInTarget))
            yield return finding;

        foreach (var id in absent[true])
        {
            var references = graph.EdgesTo(id).Where(counts);
            if (ReportExpected(graph, references, nameInTarget(id)) is { } finding)
                yield return finding;
        }
    }

    /// <summary>The findings about some references to absent objects, in no order.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="references">The references, see <see cref="AbsentFrom"/>.</param>
    public static IEnumerable<Finding> Of(ResourceGraph graph, IEnumerable<ResourceEdge> references)
    {
        var absent = references.ToLookup(edge => IsExpected(graph, edge.To));
        var expected = absent[true].GroupBy(edge => edge.To).Select(edges => ReportExpected(graph, edges, edges.Key)!);

        return ReportEach(graph, absent[false], id => id).Concat(expected);
    }

    /// <summary>The references of an object whose target is not in the backup, as far as that is known.</summary>
    public static IEnumerable<ResourceEdge> AbsentFrom(ResourceGraph graph, ResourceId holder) =>
        graph
            .EdgesFrom(holder)
            .Where(edge => !AbsenceRules.IsIncluded(graph, edge.To) && graph.Find(edge.To) is not { IsNotRead: true });

    /// <summary>Whether the target is expected to have an object, so that one finding is enough for it.</summary>
    private static bool IsExpected(ResourceGraph graph, ResourceId id) => graph.Platforms.Expects(id) is not null;

    /// <summary>One finding for each reference.</summary>
    private static IEnumerable<Finding> ReportEach(
        ResourceGraph graph,
        IEnumerable<ResourceEdge> edges,
        Func<ResourceId, ResourceId> nameInTarget
    )
    {
        var findings = edges
            .Select(edge => Report(graph, edge) with { Absent = nameInTarget(edge.To) })
            .ToLookup(finding => finding.Severity == FindingSeverity.Info);

        // Two fields can name the same object, as dataSource and dataSourceRef do: what does no harm is reported once.
        return findings[false].Concat(findings[true].DistinctBy(finding => (finding.Resource, finding.Message)));
    }

    private static Finding Report(ResourceGraph graph, ResourceEdge edge)
    {
        var verdict = AbsenceRules.Judge(graph, edge);
        var message = $"{Absence(graph, edge, edge.To)} {verdict.Consequence}";

        return new Finding(IdOf(graph, edge), verdict.Severity, edge.From, edge.Path, message)
        {
            Cause = verdict.Severity == FindingSeverity.Info ? Cause(edge, verdict.Consequence) : null,
        };
    }

    /// <summary>What the absence of objects has in common that needs nobody's hand.</summary>
    private static string Cause(ResourceEdge edge, string consequence) =>
        $"{edge.To.Kind} {edge.Reference.Why} {consequence}";

    /// <summary>
    /// One finding for a target that the target cluster is expected to have, not one for each of the objects that name
    /// it; <see langword="null"/> where none does.
    /// </summary>
    private static Finding? ReportExpected(ResourceGraph graph, IEnumerable<ResourceEdge> edges, ResourceId target)
    {
        ResourceEdge? first = null;
        var lastHolder = default(ResourceId);
        var holders = 0;
        var severity = FindingSeverity.Info;

        // The edges of one object follow each other, so counting the objects needs no set of a million ids.
        foreach (var reference in edges)
        {
            first ??= reference;
            if (reference.From != lastHolder)
                holders++;
            lastHolder = reference.From;
            if (reference.IsRequired && !AbsenceRules.IsUnbound(graph, reference))
                severity = FindingSeverity.Warning;
        }

        if (first is not { } edge)
            return null;

        var rule = graph.Platforms.Expects(edge.To)!;
        if (severity == FindingSeverity.Warning)
            severity = rule.Severity;

        var others = holders > 1 ? $" {holders - 1} more objects refer to it." : "";
        var expectation = AbsenceRules.IsUnbound(graph, edge)
            ? "A restore takes the claim off it, so the target cluster need not have it."
            : rule.Reason;
        var message = $"{Absence(graph, edge, target)} {expectation}{others}";

        // What every target has, or brings in a namespace of its own, is one cause, whatever its severity.
        var hasOneCause = severity == FindingSeverity.Info || rule.IsOfWellKnown;

        return new Finding(IdOf(graph, edge), severity, edge.From, edge.Path, message)
        {
            Absent = target,
            Cause = hasOneCause ? Cause(edge, expectation) : null,
        };
    }

    /// <summary>The id of a finding tells objects that were not found from objects that are left out.</summary>
    private static string IdOf(ResourceGraph graph, ResourceEdge edge) =>
        graph.FindResource(edge.To) is null ? FindingIds.MissingReference : FindingIds.RequiredLeftOut;

    /// <summary>The first sentence of a message: which object is absent, and why it is named or left out.</summary>
    private static string Absence(ResourceGraph graph, ResourceEdge edge, ResourceId name) =>
        graph.Find(edge.To)?.LeftOut is { } reason
            ? $"{name} is left out ({edge.Reference.Why}). {reason}"
            : $"{name} was not found ({edge.Reference.Why}).";
}
