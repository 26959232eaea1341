using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Json;
using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Restore;

/// <summary>Runs a policy over a graph.</summary>
internal static class RestoreRun
{
    public static RestoreResult Run(
        RestorePolicy policy,
        ResourceGraph graph,
        NameMap names,
        CancellationToken cancellationToken
    )
    {
        var ids = graph.Sets.SelectMany(set => set).ToArray();
        var (contexts, restored) = (
            new Dictionary<ResourceId, RestoreContext>(ids.Length),
            new Dictionary<ResourceId, Resource>(ids.Length)
        );
        foreach (var (context, result) in Apply(policy, graph, names, ids, cancellationToken))
        {
            contexts.Add(context.Id, context);
            if (result is not null)
                restored.Add(context.Id, result);
        }

        var merges = Merges.Find(graph, names, restored).Order().ToList();
        if (merges.Count > 0)
            return new RestoreResult([], [], [], merges);
        var volumes = new LateList<VolumeDecision>(() => [.. new VolumeDecisions(graph, contexts).All()]);
        return new RestoreResult(
            [.. graph.SetsOf(restored.ContainsKey).Select(set => InOrder([.. set.Select(id => restored[id])]))],
            new LateList<ResourceChange>(() =>
                [.. contexts.Values.Where(context => !context.IsSkipped).SelectMany(context => context.Draft.Changes)]
            ),
            [
                .. contexts
                    .Values.Select(context => context.Skipped)
                    .OfType<SkippedResource>()
                    .Select(skipped => skipped with { Target = names.Map(skipped.Resource) })
                    .OrderBy(skipped => skipped.Resource),
            ],
            new LateList<Finding>(() =>
                [
                    .. contexts
                        .Values.SelectMany(context => context.Findings)
                        .Concat(SkippedReferences.Find(graph, contexts))
                        .Concat(VolumeDecisions.Find(volumes))
                        .Concat(Unused(graph, names.Sources.Concat(policy.Steps.SelectMany(step => step.Named))))
                        .Concat(
                            graph
                                .FindingsAs(names.Map, restored.ContainsKey)
                                .Concat(StateClaims.Find(graph))
                                .Where(finding => StillHolds(finding, contexts))
                        )
                        .Distinct()
                        .Order(),
                ]
            )
        )
        {
            Volumes = volumes,
            Owners = new LateList<OwnerToRestore>(() => [.. OwnersToRestore.Find(graph, restored.GetValueOrDefault)]),
        };
    }

    /// <summary>The objects by their new ids; where nothing was renamed they are so already.</summary>
    private static List<Resource> InOrder(List<Resource> set)
    {
        for (var i = 1; i < set.Count; i++)
        {
            if (set[i - 1].Id > set[i].Id)
            {
                set.Sort((a, b) => a.Id.CompareTo(b.Id));
                break;
            }
        }

        return set;
    }

    /// <summary>Applies a policy to objects: what became of each, and what is restored of it.</summary>
    private static IEnumerable<(RestoreContext Context, Resource? Result)> Apply(
        RestorePolicy policy,
        ResourceGraph graph,
        NameMap names,
        ResourceId[] ids,
        CancellationToken cancellationToken
    )
    {
        var bytes = ids.Sum(id => (long)graph.FindResource(id)!.Json.Length);
        return ParallelChunks
            .Map(
                ids.Length,
                () => new JsonPack(bytes),
                (texts, from, to) => Apply(policy, graph, names, ids.AsSpan(from..to), texts, cancellationToken),
                cancellationToken
            )
            .SelectMany(stretch => stretch);
    }

    private static List<(RestoreContext Context, Resource? Result)> Apply(
        RestorePolicy policy,
        ResourceGraph graph,
        NameMap names,
        ReadOnlySpan<ResourceId> ids,
        JsonPack texts,
        CancellationToken cancellationToken
    )
    {
        var done = new List<(RestoreContext, Resource?)>(ids.Length);
        foreach (var id in ids)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var context = new RestoreContext(graph.FindResource(id)!, graph, names);
            context.Run(policy);
            if (!context.IsSkipped)
                context.Check(policy);
            done.Add((context, context.IsSkipped ? null : context.Draft.Finish(texts)));
        }

        return done;
    }

    /// <summary>A map that meets nothing is mostly a misspelling.</summary>
    private static IEnumerable<Finding> Unused(ResourceGraph graph, IEnumerable<ResourceId> named)
    {
        var namespaces = graph.Nodes.Select(node => node.Id.Namespace).ToHashSet();
        return from id in named.Distinct()
            where graph.Find(id) is null && (id.Kind != Kinds.Namespace || !namespaces.Contains(id.Name))
            select new Finding(
                FindingIds.MapUnused,
                FindingSeverity.Warning,
                id,
                null,
                $"A map speaks of {id}, which nothing in the backup is or refers to. Check its spelling."
            );
    }

    /// <summary>
    /// Whether what was said of the backup matters for what is restored: not where the object is left out, or the
    /// reference was removed.
    /// </summary>
    private static bool StillHolds(Finding finding, Dictionary<ResourceId, RestoreContext> contexts)
    {
        if (finding.Resource is not { } id || !contexts.TryGetValue(id, out var context))
            return true;
        if (context.IsSkipped)
            return false;
        // What the status named is restored in other places, the revisions of an instancetype above all.
        return finding.Path is not { } path
            || path.StartsWith("/status/", StringComparison.Ordinal)
            || !context.Draft.Changes.Any(change =>
                change.IsRemoval && (path + "/").StartsWith(change.Path + "/", StringComparison.Ordinal)
            );
    }
}
