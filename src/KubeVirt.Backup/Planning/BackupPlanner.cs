using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Planning;

/// <summary>Makes backup plans.</summary>
public static class BackupPlanner
{
    /// <summary>Plans a backup of objects in memory.</summary>
    /// <param name="resources">All there is; what no root reaches is listed as left out.</param>
    /// <param name="options">What to plan for. Default: everything.</param>
    public static BackupPlan Plan(IEnumerable<Resource> resources, PlanOptions? options = null) =>
        PlanAsync(new MemoryResourceSource(resources), options, CancellationToken.None)
            .AsTask()
            .GetAwaiter()
            .GetResult();

    /// <summary>Plans a backup.</summary>
    /// <param name="source">Where the objects come from.</param>
    /// <param name="options">What to plan for. Default: everything.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static async ValueTask<BackupPlan> PlanAsync(
        IResourceSource source,
        PlanOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(source);
        options ??= new PlanOptions();
        var run = source.BeginRun();
        var (roots, scope) = await new RootFinder(run, options).FindAsync(cancellationToken).ConfigureAwait(false);
        var builder = new ResourceGraphBuilder(options.Resolvers) { LeaveOut = scope.Rejects };
        var graph = PreferredState.Require(
            await builder.BuildAsync(run, roots, cancellationToken).ConfigureAwait(false)
        );
        var inventory = (source as IResourceInventory)?.Ids ?? [];
        var guests = Guests.Of(graph);
        var volumes = Volumes.Of(graph);
        return new BackupPlan(
            graph,
            options.Classes,
            guests.Freeze,
            volumes.Snapshot,
            [.. Exclusions.Of(graph, inventory, scope.RejectedRoots)],
            [
                .. options.Findings,
                .. scope.Findings,
                .. SelectionChecks.Find(options.Selection, graph, inventory, scope.RejectedRoots.Count > 0),
                .. guests.Findings,
                .. volumes.Findings,
                .. StateClaims.Find(graph),
                .. HotPlugs.Find(graph),
                .. SharedClaims.Find(graph),
            ]
        );
    }
}
