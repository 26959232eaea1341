using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Formats;

/// <summary>
/// A graph as it is drawn in text: all of its objects where they are few enough, else by machine. Namespaces are left out,
/// as every object needs its own.
/// </summary>
/// <remarks>
/// Folded, each machine is one box with what only it leads to. What several share stands beside them, object by object
/// where there is room and as one box where there is not. The environment is one box without arrows, as every machine has
/// one to it. A machine is left out only where there are more machines than boxes.
/// </remarks>
internal sealed class FoldedDrawing
{
    private readonly List<DrawnBox> _boxes = [];
    private readonly Dictionary<ResourceId, int> _boxOf = [];
    private readonly MachineGroups _groups;
    private readonly int _maxBoxes;

    /// <param name="graph">The graph.</param>
    /// <param name="maxBoxes">How many boxes are drawn at most.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxBoxes"/> is less than 1.</exception>
    public FoldedDrawing(ResourceGraph graph, int maxBoxes)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxBoxes);
        _groups = MachineGroups.Of(graph);
        _maxBoxes = maxBoxes;

        var drawn = Enumerable
            .Range(0, graph.Nodes.Count)
            .Where(node => graph.Nodes[node].Id.Kind != Kinds.Namespace)
            .ToLookup(node => _groups[node], node => graph.Nodes[node]);
        var count = drawn.Sum(group => group.Count());
        IsFolded = count > maxBoxes;
        if (IsFolded)
            Fold(graph, drawn);
        else
            AddEach(drawn);

        Omitted = count - _boxOf.Count;
        Edges = EdgesOf(graph);
    }

    /// <summary>The boxes: machines first where they are folded, else ordered by id.</summary>
    public IReadOnlyList<DrawnBox> Boxes => _boxes;

    /// <summary>The edges between them, in the order of the graph.</summary>
    public IReadOnlyList<DrawnEdge> Edges { get; }

    /// <summary>Whether a box can stand for several objects.</summary>
    public bool IsFolded { get; }

    /// <summary>How many objects are in no box, namespaces not counted.</summary>
    public int Omitted { get; }

    /// <summary>A box for each object, ordered by id.</summary>
    /// <param name="drawn">The objects by group.</param>
    private void AddEach(ILookup<int, ResourceNode> drawn)
    {
        var all = drawn.SelectMany(group => group.Select(node => (Node: node, Group: group.Key)));
        foreach (var (node, group) in all.OrderBy(entry => entry.Node.Id))
            Add(DrawnBox.Of(node, group), [node]);
    }

    /// <summary>Machines first, then what they share, what belongs to none, and the environment.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="drawn">Its objects by group.</param>
    private void Fold(ResourceGraph graph, ILookup<int, ResourceNode> drawn)
    {
        foreach (var (number, place) in _groups.Machines.Index().Take(_maxBoxes))
        {
            var members = drawn[number].ToList();
            Add(DrawnBox.Folded(DrawnBox.Name(graph.Nodes[place].Id), members.Count, number), members);
        }

        var environment = drawn[MachineGroups.Environment].ToList();
        var others = drawn[MachineGroups.Others].ToList();
        AddGroup("Shared by several machines", [.. drawn[MachineGroups.Shared]], MachineGroups.Shared, spare: 2);
        AddGroup("Of no machine", others, MachineGroups.Others, spare: 1);
        if (environment.Count > 0 && _boxes.Count < _maxBoxes)
            Add(DrawnBox.Folded("Environment", environment.Count, MachineGroups.Environment), environment);
    }

    /// <summary>Objects one by one where there is room for all, else as one box.</summary>
    /// <param name="title">What they are.</param>
    /// <param name="members">The objects.</param>
    /// <param name="group">The group that they are.</param>
    /// <param name="spare">How many boxes are kept for groups after them.</param>
    private void AddGroup(string title, List<ResourceNode> members, int group, int spare)
    {
        if (members.Count + spare <= _maxBoxes - _boxes.Count)
        {
            foreach (var node in members)
                Add(DrawnBox.Of(node, group), [node]);
        }
        else if (members.Count > 0 && _boxes.Count < _maxBoxes)
        {
            Add(DrawnBox.Folded(title, members.Count, group), members);
        }
    }

    /// <summary>Adds a box, and remembers which objects it stands for.</summary>
    private void Add(DrawnBox box, IEnumerable<ResourceNode> members)
    {
        foreach (var node in members)
            _boxOf.Add(node.Id, _boxes.Count);
        _boxes.Add(box);
    }

    /// <summary>All references of one relation between two boxes as one edge.</summary>
    private List<DrawnEdge> EdgesOf(ResourceGraph graph) =>
        [
            .. graph
                .Edges.Where(edge => _boxOf.ContainsKey(edge.From) && _boxOf.ContainsKey(edge.To))
                .GroupBy(edge => (From: _boxOf[edge.From], To: _boxOf[edge.To], edge.Relation))
                .Where(group => IsDrawn(group.Key.From, group.Key.To))
                .Select(group => new DrawnEdge(
                    group.Key.From,
                    group.Key.To,
                    group.Key.Relation,
                    group.Any(edge => edge.IsRequired)
                )),
        ];

    /// <summary>Whether an edge says something: what is inside of a box, and what every machine needs, does not.</summary>
    private bool IsDrawn(int from, int to) =>
        !IsFolded
        || (
            from != to
            && _boxes[from].Group != MachineGroups.Environment
            && _boxes[to].Group != MachineGroups.Environment
        );
}
