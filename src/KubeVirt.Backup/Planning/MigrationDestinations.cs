using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Planning;

/// <summary>
/// The claims that are the destination of migrations which are not complete, and nothing else: a claim that another
/// machine uses holds data.
/// </summary>
internal static class MigrationDestinations
{
    // A graph does not change, and each of its claims asks for all: a machine may have very many.
    private static readonly ConditionalWeakTable<ResourceGraph, FrozenSet<ResourceId>> Known = [];

    /// <summary>Whether a claim is such a destination, and nothing else.</summary>
    public static bool Holds(ResourceGraph graph, ResourceId claim) => Known.GetValue(graph, Find).Contains(claim);

    private static FrozenSet<ResourceId> Find(ResourceGraph graph)
    {
        var unfinished =
            from node in graph.Nodes
            where node.Id.Kind == Kinds.VirtualMachine && node.State == NodeState.Observed
            from volume in UnfinishedVolumeMigration.Of(graph, node.Resource!)
            where graph.FindResource(volume.Source) is not null
            select (Machine: node.Id, volume.Destination);
        var onTheirWay = unfinished.ToHashSet();

        return onTheirWay
            .Select(migration => migration.Destination)
            .Where(claim => MachinesOn(graph, claim).All(machine => onTheirWay.Contains((machine, claim))))
            .ToFrozenSet();
    }

    private static IEnumerable<ResourceId> MachinesOn(ResourceGraph graph, ResourceId claim)
    {
        var volume = claim.WithKind(Kinds.DataVolume);
        var users = graph.EdgesTo(claim).Concat(graph.EdgesTo(volume)).Select(edge => edge.From);

        return users.Where(user => user.Kind == Kinds.VirtualMachine);
    }
}
