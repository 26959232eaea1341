using System.Runtime.InteropServices;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Graph;

/// <summary>A source of objects in memory, however they got there: from a file, a test, a cache.</summary>
/// <remarks>Immutable and safe to ask from several threads.</remarks>
/// <example>
/// Build the graph of one machine from manifests that were read before:
/// <code language="csharp">
/// var source = new MemoryResourceSource(manifests.Resources);
/// var builder = new ResourceGraphBuilder(BuiltInResolvers.Default);
/// var machine = ResourceId.Parse("VirtualMachine.kubevirt.io/shop/db");
///
/// ResourceGraph machineGraph = await builder.BuildAsync(source, [machine], cancellationToken);
/// Console.WriteLine(machineGraph);
/// </code>
/// </example>
public sealed class MemoryResourceSource : IResourceInventory
{
    private readonly IdTable _ids;
    private readonly List<Resource> _resources;
    private readonly Dictionary<(GroupKind Kind, string? Namespace), List<Resource>> _byScope = [];

    /// <summary>Makes a source of these objects.</summary>
    /// <param name="resources">The objects. Of several with the same id the first is kept.</param>
    /// <param name="findings">What could not be read of them. Default: none.</param>
    public MemoryResourceSource(IEnumerable<Resource> resources, IReadOnlyList<Finding>? findings = null)
    {
        ArgumentNullException.ThrowIfNull(resources);
        Findings = findings ?? [];
        _ = resources.TryGetNonEnumeratedCount(out var count);
        // A graph that is built from this source adds the ids that its objects name, so there is room for them.
        _ids = new IdTable(count + (count / 2));
        _resources = new List<Resource>(count);

        List<Resource>? scope = null;
        foreach (var resource in resources)
        {
            var isKnown = _ids.Add(resource.Id) < _resources.Count;
            if (isKnown)
                continue;

            // Objects of one kind and namespace mostly follow each other, which saves most lookups.
            if (scope is null || !IsSameScope(scope[0].Id, resource.Id))
                scope = ScopeOf(resource.Id);
            _resources.Add(resource);
            scope.Add(resource);
        }

        Ids = _ids.All;
    }

    /// <inheritdoc/>
    public IReadOnlyCollection<ResourceId> Ids { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Finding> Findings { get; }

    /// <summary>The objects in the order in which they came, each id once.</summary>
    internal IReadOnlyList<Resource> Resources => _resources;

    /// <summary>
    /// Numbers the objects in their order. The graph builder that owns this source may add further ids: their numbers
    /// follow those of the objects, so the source never takes them for its own.
    /// </summary>
    internal IdTable Numbers => _ids;

    /// <inheritdoc/>
    public ValueTask<ResourceAnswer> FetchAsync(
        IReadOnlyList<ResourceQuery> wave,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(wave);
        cancellationToken.ThrowIfCancellationRequested();

        var found = new List<Resource>(wave.Sum(query => query.Names.Count));
        foreach (var query in wave)
            Answer(query, found, cancellationToken);

        return ValueTask.FromResult(new ResourceAnswer(found));
    }

    /// <summary>Adds the objects of one query, each once.</summary>
    private void Answer(ResourceQuery query, List<Resource> found, CancellationToken cancellationToken)
    {
        if (query.All)
        {
            AddWholeKind(query, found);
            return;
        }

        var start = found.Count;
        foreach (var name in query.Names)
            AddNamed(query, name, found);

        var hasSelectors = query.Labels.Count + query.OwnerUids.Count > 0;
        if (hasSelectors && _byScope.TryGetValue((query.Kind, query.Namespace), out var candidates))
        {
            HashSet<Resource> foundByName = [.. found.Skip(start)];
            AddSelected(query, candidates, foundByName, found, cancellationToken);
        }
    }

    private void AddWholeKind(ResourceQuery query, List<Resource> found)
    {
        foreach (var (scope, resources) in _byScope)
        {
            if (scope.Kind == query.Kind && (query.Namespace is null || scope.Namespace == query.Namespace))
                found.AddRange(resources);
        }
    }

    /// <summary>Adds the object of a name. A text that cannot be a name finds nothing.</summary>
    private void AddNamed(ResourceQuery query, string name, List<Resource> found)
    {
        if (!ResourceId.IsName(name))
            return;

        var number = _ids.Find(new ResourceId(query.Kind, query.Namespace, name));
        // A higher number is that of an id which a graph builder added.
        if (number >= 0 && number < _resources.Count)
            found.Add(_resources[number]);
    }

    /// <summary>Adds the objects that have one of the labels or owners and are not known yet, in their order.</summary>
    private static void AddSelected(
        ResourceQuery query,
        List<Resource> candidates,
        HashSet<Resource> known,
        List<Resource> found,
        CancellationToken cancellationToken
    )
    {
        var labels = query.Labels.ToDictionary(
            label => label.Key,
            label => ToKeys(label.Value),
            StringComparer.Ordinal
        );
        var selectors = new SelectorIndex<bool>(ToKeys(query.OwnerUids), labels);

        var chunks = ParallelChunks.Map(candidates.Count, SelectChunk, cancellationToken);
        found.AddRange(chunks.SelectMany(selected => selected).Where(known.Add));

        List<Resource> SelectChunk(int from, int to)
        {
            var selected = new List<Resource>();
            var scanner = new PathScanner();
            var reasons = new List<bool>();
            foreach (var resource in CollectionsMarshal.AsSpan(candidates)[from..to])
            {
                selectors.Find(resource, scanner, reasons);
                if (reasons.Count > 0)
                    selected.Add(resource);
            }

            return selected;
        }
    }

    private List<Resource> ScopeOf(ResourceId id)
    {
        if (!_byScope.TryGetValue((id.Kind, id.Namespace), out var scope))
        {
            scope = [];
            _byScope.Add((id.Kind, id.Namespace), scope);
        }

        return scope;
    }

    private static bool IsSameScope(in ResourceId left, in ResourceId right) =>
        left.Kind == right.Kind && left.Namespace == right.Namespace;

    private static Dictionary<string, bool> ToKeys(IReadOnlyCollection<string> values)
    {
        var keys = new Dictionary<string, bool>(values.Count, StringComparer.Ordinal);
        foreach (var value in values)
            keys[value] = true;

        return keys;
    }
}
