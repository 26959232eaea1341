using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Planning;

/// <summary>What a selection of disks leaves out of the machines of a graph.</summary>
internal sealed class DiskChoice
{
    private readonly Dictionary<ResourceId, IReadOnlyList<PlannedDisk>> _disks = [];
    private readonly Dictionary<(ResourceId Machine, string Disk), string> _rejected = [];
    private readonly Dictionary<ResourceId, ResourceId> _keptBy = [];
    private readonly HashSet<ResourceId> _leftOut = [];

    private DiskChoice(ResourceGraph graph, DiskSelection selection)
    {
        Graph = graph;
        Selection = selection;
    }

    /// <summary>The graph with the machines.</summary>
    public ResourceGraph Graph { get; }

    /// <summary>The selection.</summary>
    public DiskSelection Selection { get; }

    /// <summary>The machines, in the order of the graph.</summary>
    public IReadOnlyCollection<ResourceId> Machines => _disks.Keys;

    /// <summary>The claims whose data nobody wants.</summary>
    public IReadOnlySet<ResourceId> LeftOutClaims => _leftOut;

    /// <summary>Applies a selection to all machines of a graph.</summary>
    /// <param name="graph">What was found.</param>
    /// <param name="selection">Which disks are chosen.</param>
    /// <param name="keepsRoots">Whether a claim or DataVolume that is a root itself is never left out.</param>
    public static DiskChoice Of(ResourceGraph graph, DiskSelection selection, bool keepsRoots)
    {
        var choice = new DiskChoice(graph, selection);
        List<Resource> machines =
        [
            .. graph
                .Nodes.Where(node => node.State == NodeState.Observed && DataHolder.IsMachine(graph, node.Id))
                .Select(node => node.Resource!),
        ];
        // What the disks of a machine are depends on no other machine, and reading them is most of the work.
        var chunks = ParallelChunks.Map(machines.Count, DisksOfChunk, CancellationToken.None);
        foreach (var (machine, disks) in machines.Zip(chunks.SelectMany(chunk => chunk)))
            choice.Choose(machine, disks);

        if (choice._rejected.Count > 0)
            choice.FindClaims(keepsRoots);

        return choice;

        IReadOnlyList<PlannedDisk>[] DisksOfChunk(int from, int to) =>
            [.. machines[from..to].Select(machine => MachineDisks.Of(graph, machine.Id))];
    }

    /// <summary>The disks of a machine.</summary>
    public IReadOnlyList<PlannedDisk> DisksOf(ResourceId machine) => _disks.GetValueOrDefault(machine, []);

    /// <summary>Why a disk is left out; <see langword="null"/> where it is not, or its claim is another machine's too.</summary>
    public string? ReasonFor(PlannedDisk disk)
    {
        if (!_rejected.TryGetValue((disk.Machine, disk.Name), out var reason))
            return null;

        return disk.Claim is { } claim && !_leftOut.Contains(claim) ? null : reason;
    }

    /// <summary>Who keeps the claim of a disk that its own machine leaves out; <see langword="null"/> for others.</summary>
    public ResourceId? KeeperOf(PlannedDisk disk) =>
        _rejected.ContainsKey((disk.Machine, disk.Name))
        && disk.Claim is { } claim
        && _keptBy.TryGetValue(claim, out var keeper)
            ? keeper
            : null;

    /// <summary>
    /// The disks that the selection does not choose of a machine, also those whose claim another machine keeps.
    /// </summary>
    public IEnumerable<PlannedDisk> RejectedOf(ResourceId machine) =>
        DisksOf(machine).Where(disk => _rejected.ContainsKey((machine, disk.Name)));

    /// <summary>The disks that a machine comes back without, in their order.</summary>
    public IEnumerable<PlannedDisk> LeftOutOf(ResourceId machine) =>
        _rejected.Count == 0 ? [] : DisksOf(machine).Where(disk => ReasonFor(disk) is not null);

    /// <summary>Whether a volume of an object, or of the guest of one, is left out.</summary>
    public bool IsLeftOut(ResourceId holder, string volume)
    {
        if (_rejected.Count == 0)
            return false;

        var machine = DataHolder.MachineOf(Graph, holder) ?? holder;
        return LeftOutOf(machine).Any(disk => disk.Name == volume);
    }

    private void Choose(Resource machine, IReadOnlyList<PlannedDisk> disks)
    {
        _disks.Add(machine.Id, disks);
        var marked = DiskMarks.On(machine).ToHashSet(StringComparer.Ordinal);
        foreach (var disk in disks)
        {
            var claim = disk.Claim is { } id ? Graph.FindResource(id) : null;
            var rejected = disk.HasLastingData
                ? Selection.Rejects(disk, marked, claim)
                : Selection.Excludes(disk, claim);
            if (rejected is { } reason)
                _rejected.TryAdd((machine.Id, disk.Name), reason);
            else if (disk.Claim is { } kept)
                _keptBy.TryAdd(kept, machine.Id);
        }
    }

    /// <summary>A claim is left out where every machine that has its data there leaves it out.</summary>
    private void FindClaims(bool keepsRoots)
    {
        var rejected = _disks.Values.SelectMany(disks => disks).Where(IsRejected).ToLookup(disk => disk.Claim!.Value);
        HashSet<ResourceId> roots = keepsRoots ? [.. Graph.Roots] : [];
        foreach (var disks in rejected)
        {
            var machines = disks.Select(disk => disk.Machine).ToHashSet();
            var others = Graph
                .EdgesTo(disks.Key)
                .Where(edge => edge.Reference.HoldsData)
                .Select(edge => DataHolder.MachineOf(Graph, edge.From) ?? edge.From)
                .Where(user => !machines.Contains(user));
            foreach (var other in others)
                _keptBy.TryAdd(disks.Key, other);

            if (!_keptBy.ContainsKey(disks.Key) && !IsRoot(disks.Key))
                _leftOut.Add(disks.Key);
        }

        // A claim or DataVolume that was asked for itself is backed up.
        bool IsRoot(ResourceId claim) => roots.Contains(claim) || roots.Contains(claim.WithKind(Kinds.DataVolume));
    }

    private bool IsRejected(PlannedDisk disk) =>
        disk.Claim is not null && _rejected.ContainsKey((disk.Machine, disk.Name));
}
