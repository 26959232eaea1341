using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Planning;

/// <summary>What a cluster can, as far as its source says it: read once for all machines of a plan.</summary>
internal sealed class WayFacts
{
    /// <summary>The profile that CDI keeps of a StorageClass.</summary>
    public static GroupKind StorageProfile { get; } = new("cdi.kubevirt.io", "StorageProfile");

    private static readonly GroupKind[] Listed =
    [
        Kinds.KubeVirt,
        Kinds.VolumeSnapshotClass,
        Kinds.VolumeGroupSnapshotClass,
    ];

    private readonly Dictionary<ResourceId, Resource> _objects = [];
    private readonly HashSet<GroupKind> _notServed = [];
    private readonly List<ResourceQuery> _notRead = [];

    private WayFacts(bool isCluster) => IsCluster = isCluster;

    /// <summary>Whether what the source lacks is not there: true of a cluster. Files may simply not hold it.</summary>
    public bool IsCluster { get; }

    /// <summary>Reads what the ways of a graph's machines depend on beside the graph, in one wave.</summary>
    /// <param name="source">Where the objects come from.</param>
    /// <param name="isCluster">
    /// Whether what the source lacks is not there: true of a cluster. Files may simply not hold it.
    /// </param>
    /// <param name="graph">The machines and what they need.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static async ValueTask<WayFacts> ReadAsync(
        IResourceSource source,
        bool isCluster,
        ResourceGraph graph,
        CancellationToken cancellationToken
    )
    {
        var facts = new WayFacts(isCluster);
        var machines = graph.Nodes.Where(node => node.State == NodeState.Observed).Select(node => node.Id);
        ResourceQuery[] wave =
        [
            .. Listed.Select(kind => new ResourceQuery(kind, null) { All = true }),
            .. ProfilesOf(graph),
            .. machines
                .Where(id => id.Kind == Kinds.VirtualMachine)
                .GroupBy(id => id.Namespace, id => id.Name)
                .OrderBy(group => group.Key, StringComparer.Ordinal)
                .SelectMany(group => QueriesOf(group.Key!, group.First())),
        ];
        var answer = await source.FetchAsync(wave, cancellationToken).ConfigureAwait(false);
        foreach (var resource in answer.Resources)
            facts._objects.TryAdd(resource.Id, resource);
        facts._notServed.UnionWith(answer.NotServed);
        facts._notRead.AddRange(answer.NotRead);

        return facts;
    }

    /// <summary>Whether the cluster certainly does not serve a kind.</summary>
    public bool IsNotServed(GroupKind kind) => _notServed.Contains(kind);

    /// <summary>Whether all objects of a kind are known, so that one that is not here does not exist.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="namespace">The namespace; <see langword="null"/> for all.</param>
    public bool KnowsAll(GroupKind kind, string? @namespace) =>
        IsCluster
        && !_notRead.Exists(query =>
            query.Kind == kind && (query.Namespace is null || @namespace is null || query.Namespace == @namespace)
        );

    /// <summary>The objects of a kind that were read, ordered by id.</summary>
    public IEnumerable<Resource> All(GroupKind kind) =>
        _objects.Values.Where(resource => resource.Id.Kind == kind).OrderBy(resource => resource.Id);

    /// <summary>An object; <see langword="null"/> where it was not read.</summary>
    /// <param name="id">Its id. Whether it is absent or could not be read, <see cref="KnowsAll"/> tells.</param>
    public Resource? Find(ResourceId id) => _objects.GetValueOrDefault(id);

    /// <summary>A profile has the name of its StorageClass.</summary>
    private static IEnumerable<ResourceQuery> ProfilesOf(ResourceGraph graph)
    {
        string[] names =
        [
            .. graph
                .Nodes.Where(node => node.Id.Kind == Kinds.StorageClass)
                .Select(node => node.Id.Name)
                .Order(StringComparer.Ordinal),
        ];
        // A cluster without CDI has none.
        return names.Length == 0 ? [] : [new ResourceQuery(StorageProfile, null) { Names = names, MayBeAbsent = true }];
    }

    /// <summary>
    /// The trackers of a namespace. Of VirtualMachineSnapshots it matters only whether there can be any: one is asked for by
    /// name, since an account may read them and not list them.
    /// </summary>
    private static IEnumerable<ResourceQuery> QueriesOf(string @namespace, string machine) =>
        [
            new(Kinds.VirtualMachineBackupTracker, @namespace) { All = true },
            new(Kinds.VirtualMachineSnapshot, @namespace) { Names = [machine] },
        ];
}
