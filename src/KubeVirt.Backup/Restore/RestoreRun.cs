using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Restore;

/// <summary>Runs a policy over every object of a graph, and gathers what came of it.</summary>
internal sealed class RestoreRun
{
    private readonly RestorePolicy _policy;
    private readonly ResourceGraph _graph;
    private readonly NameMap _names;
    private readonly Dictionary<ResourceId, RestoreContext> _contexts = [];
    private readonly Dictionary<ResourceId, Resource> _restored = [];

    private RestoreRun(RestorePolicy policy, ResourceGraph graph, NameMap names)
    {
        _policy = policy;
        _graph = graph;
        _names = names;
    }

    /// <summary>Applies a policy. What nobody asks of the result is not worked out.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static RestoreResult Run(
        RestorePolicy policy,
        ResourceGraph graph,
        NameMap names,
        CancellationToken cancellationToken
    )
    {
        var run = new RestoreRun(policy, graph, names);
        foreach (var outcome in run.ApplyAll(cancellationToken))
            run.Add(outcome);

        var merges = Merges.Find(graph, names, run._restored).Order().ToList();

        return merges.Count > 0 ? new RestoreResult([], [], [], merges) : run.ToResult();
    }

    private void Add(Outcome outcome)
    {
        var id = outcome.Context.Id;
        _contexts.Add(id, outcome.Context);
        if (outcome.Restored is { } restored)
            _restored.Add(id, restored);
    }

    private RestoreResult ToResult()
    {
        var volumes = new LazyList<VolumeDecision>(() => [.. new VolumeDecisions(_graph, _contexts).All()]);
        var findings = new RestoreFindings(_policy, _graph, _names, _contexts);
        var sets = _graph.SetsOf(_restored.ContainsKey).Select(ToSet);

        return new RestoreResult(
            [.. sets],
            new LazyList<ResourceChange>(() => [.. Changes()]),
            [.. Skipped()],
            new LazyList<Findings.Finding>(() => [.. findings.Find(volumes)])
        )
        {
            Volumes = volumes,
            Owners = new LazyList<OwnerToRestore>(() => [.. OwnersToRestore.Find(_graph, _restored.GetValueOrDefault)]),
        };
    }

    private IEnumerable<ResourceChange> Changes() =>
        _contexts.Values.Where(context => !context.IsSkipped).SelectMany(context => context.Draft.Changes);

    private IEnumerable<SkippedResource> Skipped() =>
        _contexts
            .Values.Select(context => context.Skipped)
            .OfType<SkippedResource>()
            .Select(skipped => skipped with { Target = _names.Map(skipped.Resource) })
            .OrderBy(skipped => skipped.Resource);

    /// <summary>The objects by their new ids; where nothing was renamed they are so already.</summary>
    private List<Resource> ToSet(IReadOnlyList<ResourceId> ids)
    {
        var set = new List<Resource>(ids.Count);
        var isOrdered = true;
        foreach (var id in ids)
        {
            var resource = _restored[id];
            isOrdered &= set.Count == 0 || !(set[^1].Id > resource.Id);
            set.Add(resource);
        }

        if (!isOrdered)
            set.Sort((left, right) => left.Id.CompareTo(right.Id));

        return set;
    }

    private IEnumerable<Outcome> ApplyAll(CancellationToken cancellationToken)
    {
        var ids = _graph.Sets.SelectMany(set => set).ToArray();
        var bytes = ids.Sum(id => (long)_graph.FindResource(id)!.Json.Length);
        var chunks = ParallelChunks.Map(
            ids.Length,
            () => new JsonPack(bytes),
            (texts, from, to) => ApplyChunk(ids.AsSpan(from..to), texts, cancellationToken),
            cancellationToken
        );

        return chunks.SelectMany(chunk => chunk);
    }

    private List<Outcome> ApplyChunk(ReadOnlySpan<ResourceId> ids, JsonPack texts, CancellationToken cancellationToken)
    {
        var outcomes = new List<Outcome>(ids.Length);
        foreach (var id in ids)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var context = new RestoreContext(_graph.FindResource(id)!, _graph, _names);
            context.Run(_policy);
            if (!context.IsSkipped)
                context.Check(_policy);

            outcomes.Add(new Outcome(context, context.IsSkipped ? null : context.Draft.Finish(texts)));
        }

        return outcomes;
    }

    private readonly record struct Outcome(RestoreContext Context, Resource? Restored);
}
