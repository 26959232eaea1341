using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Restore;

/// <summary>Runs a policy over a graph.</summary>
internal static class RestoreRun
{
    public static RestoreResult Run(RestorePolicy policy, ResourceGraph graph, NameMap names, CancellationToken cancellationToken)
    {
        var merges = Merges(graph, names).ToList();
        if (merges.Count > 0)
            return new RestoreResult([], [], [], [.. merges.Order()]);

        var contexts = new Dictionary<ResourceId, RestoreContext>();
        var sets = new List<IReadOnlyList<Resource>>();
        foreach (var set in graph.Sets)
        {
            var restored = new List<Resource>();
            foreach (var id in set)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var context = contexts[id] = new RestoreContext(graph.FindResource(id)!, graph, names);
                context.Run(policy);
                if (!context.IsSkipped)
                    restored.Add(context.Draft.ToResource());
            }

            if (restored.Count > 0)
                sets.Add([.. restored.OrderBy(resource => resource.Id)]);
        }

        return new RestoreResult(
            sets,
            [.. contexts.Values.Where(context => !context.IsSkipped).SelectMany(context => context.Draft.Changes)],
            [.. contexts.Values.Select(context => context.Skipped).OfType<SkippedResource>().OrderBy(skipped => skipped.Resource)],
            [.. contexts.Values.SelectMany(context => context.Findings).Concat(SkippedReferences.Find(graph, contexts)).Concat(Unused(graph, names)).Concat(graph.Findings.Where(finding => StillHolds(finding, contexts))).Distinct().Order()]);
    }

    /// <summary>A map that meets nothing is mostly a misspelling.</summary>
    private static IEnumerable<Finding> Unused(ResourceGraph graph, NameMap names) =>
        from id in names.Sources
        where graph.Find(id) is null && (id.Kind != Kinds.Namespace || !graph.Nodes.Any(node => node.Id.Namespace == id.Name))
        select new Finding(FindingIds.MapUnused, FindingSeverity.Warning, id, null, $"A map speaks of {id}, which nothing in the backup is or refers to. Check its spelling.");

    /// <summary>Whether what was said of the backup matters for what is restored: not where the object is left out, or the reference is gone.</summary>
    private static bool StillHolds(Finding finding, Dictionary<ResourceId, RestoreContext> contexts)
    {
        if (finding.Resource is not { } id || !contexts.TryGetValue(id, out var context))
            return true;
        // What the status named is restored in other places, the revisions of an instancetype above all.
        return !context.IsSkipped
            && (finding.Path is not { } path || path.StartsWith("/status/", StringComparison.Ordinal) || context.Draft.At(path) is not null);
    }

    /// <summary>A map that would make one object of two is refused as a whole: which of them to keep is not ours to say.</summary>
    private static IEnumerable<Finding> Merges(ResourceGraph graph, NameMap names) =>
        from node in graph.Nodes
        where node.State == NodeState.Observed && !names.IsSubstituted(node.Id) && node.Id.Kind != Kinds.Namespace
        group node.Id by names.Map(node.Id) into target
        where target.Count() > 1
        from id in target
        select new Finding(
            FindingIds.NamesMerge, FindingSeverity.Error, id, "/metadata/name",
            $"The maps would make {target.Key} of {string.Join(" and ", target)}. Nothing is restored; map them to different names or namespaces.");
}
