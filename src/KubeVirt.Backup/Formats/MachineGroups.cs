using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Planning;
using KubeVirt.Backup.Platforms;

namespace KubeVirt.Backup.Formats;

/// <summary>
/// Which machine each object of a graph belongs to, so that pictures can be read by machine: what only one of them leads
/// to is its own, what several lead to is shared, and what every cluster brings stands aside.
/// </summary>
/// <remarks>
/// A machine leads to what it needs and runs, and to the neighbours that join it, as a plan of it would. What another
/// machine leads to in turn is not counted: a clone is not a part of the machine that it was made from. What only the
/// environment leads to belongs to no machine.
/// </remarks>
internal sealed class MachineGroups
{
    /// <summary>The group of what several machines lead to.</summary>
    public const int Shared = -1;

    /// <summary>The group of what belongs to the cluster.</summary>
    public const int Environment = -2;

    /// <summary>The group of what no machine leads to.</summary>
    public const int Others = -3;

    private readonly int[] _groups;

    private MachineGroups(IReadOnlyList<int> machines, int[] groups)
    {
        Machines = machines;
        _groups = groups;
    }

    /// <summary>The machines, as places in the nodes of the graph: VirtualMachines, and guests that run without one.</summary>
    public IReadOnlyList<int> Machines { get; }

    /// <summary>The group of a node: the number of its machine, or one of the constants.</summary>
    public int this[int node] => _groups[node];

    /// <summary>The groups of a graph. Linear in its edges: a node changes its group twice at most.</summary>
    /// <param name="graph">The graph, of which every node gets a group.</param>
    public static MachineGroups Of(ResourceGraph graph)
    {
        var isEnvironment = graph.Nodes.Select(node => IsEnvironment(node, graph)).ToArray();
        var machines = Enumerable.Range(0, graph.Nodes.Count).Where(node => IsMachine(node, graph)).ToList();
        var groups = new int[graph.Nodes.Count];
        Array.Fill(groups, Others);
        var waiting = new Queue<int>(machines);
        foreach (var (number, node) in machines.Index())
            groups[node] = number;

        var heads = machines.ToHashSet();
        while (waiting.TryDequeue(out var node))
        {
            foreach (var (next, _) in graph.Links.Steps.From(node))
            {
                var joined = Join(groups[next], groups[node]);
                if (joined == groups[next] || heads.Contains(next) || isEnvironment[next])
                    continue;

                groups[next] = joined;
                waiting.Enqueue(next);
            }
        }

        for (var node = 0; node < groups.Length; node++)
        {
            if (isEnvironment[node])
                groups[node] = Environment;
        }

        return new MachineGroups(machines, groups);
    }

    /// <summary>The group of what was in one group, and is reached from another.</summary>
    private static int Join(int before, int also)
    {
        if (before == Others || before == also)
            return also;

        return Shared;
    }

    /// <summary>Whether a row of its own is due to a node: a machine, or a guest that no machine runs.</summary>
    private static bool IsMachine(int node, ResourceGraph graph)
    {
        var (id, state, _) = graph.Nodes[node];
        if (state != NodeState.Observed)
            return false;
        if (id.Kind != Kinds.VirtualMachineInstance)
            return id.Kind == Kinds.VirtualMachine;

        return !graph.EdgesTo(id).Any(edge => edge.Relation == Relation.Runs && edge.From.Kind == Kinds.VirtualMachine);
    }

    /// <summary>Of what was not found only the kind and the name are known.</summary>
    private static bool IsEnvironment(ResourceNode node, ResourceGraph graph)
    {
        if (node.Resource is { } resource)
            return Classifier.Of(resource, graph).Class == ObjectClass.Environment;

        return graph.Platforms.Expects(node.Id) is not null
            || graph.Platforms.ClassesOf(node.Id.Kind).Any(IsOfWholeKind);
    }

    /// <summary>Whether a rule looks at nothing but the kind.</summary>
    private static bool IsOfWholeKind(ClassRule rule) =>
        rule
            is {
                Class: ObjectClass.Environment,
                Names.Count: 0,
                Owners.Count: 0,
                Path: null,
                IsRun: false,
                HoldsData: false
            };
}
