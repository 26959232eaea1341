using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// What is to be reported of a restore: what policies reported, and what of the backup's own findings matters for the
/// objects that are written.
/// </summary>
/// <param name="policy">The pipeline, which knows the objects that its policies name.</param>
/// <param name="graph">What the backup holds.</param>
/// <param name="names">The maps.</param>
/// <param name="contexts">Each object with what the pipeline made of it, by its id in the backup.</param>
internal sealed class RestoreFindings(
    RestorePolicy policy,
    ResourceGraph graph,
    NameMap names,
    IReadOnlyDictionary<ResourceId, RestoreContext> contexts
)
{
    /// <summary>All findings, each once, ordered by object.</summary>
    /// <param name="volumes">What becomes of the volumes.</param>
    public IEnumerable<Finding> Find(IEnumerable<VolumeDecision> volumes)
    {
        var reported = contexts.Values.SelectMany(context => context.Findings);
        var references = graph.FindingsAs(names.Map, IsHeld).Where(IsOfRestored);
        var states = StateClaims.Find(graph).Where(IsOfRestored).Concat(States());
        IEnumerable<Finding> findings =
        [
            .. reported,
            .. SkippedReferences.Find(graph, contexts),
            .. VolumeDecisions.Find(volumes),
            .. UnusedNames(),
            .. references,
            .. states,
        ];

        return AlikeFindings.Join(findings.Distinct().Order());
    }

    /// <summary>The findings on restored objects that were backed up in the middle of something.</summary>
    private IEnumerable<Finding> States() =>
        VolumeMigrations
            .Find(graph)
            .Concat(UnsettledObjects.Find(graph))
            .Concat(FinishedWork.Find(graph))
            .Where(IsOfWritten);

    /// <summary>Whether a restored object still holds a reference.</summary>
    private bool IsHeld(ResourceEdge edge) =>
        contexts.TryGetValue(edge.From, out var holder) && !holder.IsSkipped && HeldReferences.IsHeld(holder, edge);

    /// <summary>Whether a finding is about an object that is restored.</summary>
    private bool IsOfWritten(Finding finding) =>
        finding.Resource is { } id && contexts.TryGetValue(id, out var context) && !context.IsSkipped;

    /// <summary>
    /// Whether a finding about the backup matters for what is restored: not where the object is left out, or what it is
    /// about was removed.
    /// </summary>
    private bool IsOfRestored(Finding finding)
    {
        if (finding.Resource is not { } id || !contexts.TryGetValue(id, out var context))
            return true;
        if (context.IsSkipped)
            return false;

        // What the status named is restored in other places, the revisions of an instancetype above all.
        if (finding.Path is not { } path || path.StartsWith("/status/", StringComparison.Ordinal))
            return true;

        return !context.Draft.Removed.Holds(path);
    }

    /// <summary>A warning for each object that a map names and the backup lacks: mostly a misspelling.</summary>
    private IEnumerable<Finding> UnusedNames()
    {
        var namespaces = graph.Nodes.Select(node => node.Id.Namespace).ToHashSet();
        var named = names.Sources.Concat(policy.Steps.SelectMany(step => step.Named)).Distinct();
        foreach (var id in named)
        {
            var isKnown = graph.Find(id) is not null || (id.Kind == Kinds.Namespace && namespaces.Contains(id.Name));
            if (!isKnown)
                yield return new Finding(
                    FindingIds.MapUnused,
                    FindingSeverity.Warning,
                    id,
                    null,
                    $"A map names {id}, which nothing in the backup is or refers to. Check its spelling."
                );
        }
    }
}
