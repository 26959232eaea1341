using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Planning;

/// <summary>Makes backup plans.</summary>
public static class BackupPlanner
{
    private static readonly GroupKind[] RootKinds =
        [Kinds.VirtualMachine, Kinds.VirtualMachinePool, Kinds.VirtualMachineInstanceReplicaSet, Kinds.VirtualMachineInstance];

    /// <summary>Plans a backup of objects in memory.</summary>
    /// <param name="resources">All there is; what no root reaches is listed as left out.</param>
    /// <param name="options">What to plan for. Default: everything.</param>
    public static BackupPlan Plan(IEnumerable<Resource> resources, PlanOptions? options = null) =>
        PlanAsync(new MemoryResourceSource(resources), options, CancellationToken.None).AsTask().GetAwaiter().GetResult();

    /// <summary>Plans a backup.</summary>
    /// <param name="source">Where the objects come from.</param>
    /// <param name="options">What to plan for. Default: everything.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static async ValueTask<BackupPlan> PlanAsync(IResourceSource source, PlanOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        options ??= new PlanOptions();
        var findings = new List<Finding>(options.Findings);
        var roots = options.Roots ?? await DefaultRootsAsync(source, options.Namespace, findings, cancellationToken).ConfigureAwait(false);
        var graph = await new ResourceGraphBuilder(options.Resolvers).BuildAsync(source, roots, cancellationToken).ConfigureAwait(false);
        var guests = Guests.Of(graph);
        var volumes = Volumes.Of(graph);
        return new BackupPlan(
            graph, options.Classes, guests.Freeze, volumes.Snapshot, [.. Exclusions.Of(graph, (source as IResourceInventory)?.Ids ?? [])],
            findings.Concat(guests.Findings).Concat(volumes.Findings).Concat(StateClaims.Find(graph)).Concat(HotPlugs.Find(graph)));
    }

    private static async ValueTask<IReadOnlyCollection<ResourceId>> DefaultRootsAsync(
        IResourceSource source, string? ns, List<Finding> findings, CancellationToken cancellationToken)
    {
        var wave = RootKinds.Select(kind => new ResourceQuery(kind, ns) { All = true }).ToList();
        var answer = await source.FetchAsync(wave, cancellationToken).ConfigureAwait(false);
        findings.AddRange(answer.Findings);
        return [.. answer.Resources.Where(IsRoot).Select(resource => resource.Id)];
    }

    /// <summary>An instance that somebody owns is run by its owner, which is the root then.</summary>
    private static bool IsRoot(Resource resource) =>
        resource.Id.Kind != Kinds.VirtualMachineInstance || ResourceMetadata.OwnerUids(resource).Count == 0;
}
