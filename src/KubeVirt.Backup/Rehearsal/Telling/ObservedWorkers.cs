using System.Text.Json.Nodes;

namespace KubeVirt.Backup.Rehearsal;

/// <summary>What was ever made to fill a claim, directly or by way of a second claim.</summary>
internal static class ObservedWorkers
{
    /// <summary>The workers of a claim, also those of a claim that was filled in its place.</summary>
    public static IReadOnlyList<WorldObject> Of(World world, WorldObject claim)
    {
        var found = new List<WorldObject>();
        var open = new Queue<WorldObject>([claim]);
        while (open.TryDequeue(out var next))
        {
            foreach (var worker in world.WorkersOf(next))
            {
                found.Add(worker);
                open.Enqueue(worker);
            }
        }

        return found;
    }

    /// <summary>Their names, each once, in order.</summary>
    public static IEnumerable<JsonNode> Names(IEnumerable<WorldObject> workers) =>
        workers
            .Select(worker => $"{worker.Kind.Kind}/{worker.Namespace}/{worker.Name}")
            .Distinct()
            .Order(StringComparer.Ordinal)
            .Select(name => (JsonNode)name);
}
