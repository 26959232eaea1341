using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Restore;

/// <summary>The claims that a guest writes to.</summary>
internal static class MachineVolumes
{
    /// <summary>Without base images, which are only read, and without claims that it is merely looked for by a made-up name.</summary>
    public static IEnumerable<ResourceId> Of(ResourceGraph graph, ResourceId machine) =>
        (from edge in graph.EdgesFrom(machine)
         where edge.Reference.HoldsData && !edge.Path.Contains("/ephemeral/", StringComparison.Ordinal)
             && (edge.Reference.Form != ReferenceForm.Derived || graph.FindResource(edge.To) is not null)
         orderby edge.To
         select edge.To).Distinct();
}
