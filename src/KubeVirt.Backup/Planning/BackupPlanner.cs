using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Planning;

/// <summary>Makes backup plans.</summary>
/// <example>
/// <code language="csharp">
/// BackupPlan all = BackupPlanner.Plan(manifests.Resources);
/// BackupPlan one = BackupPlanner.Plan(
///     manifests.Resources,
///     new PlanOptions { Roots = [ResourceId.Parse("VirtualMachine.kubevirt.io/shop/db")] }
/// );
/// Console.WriteLine(one.ToText());
/// </code>
/// </example>
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
        var found = await builder.BuildAsync(run, roots, cancellationToken).ConfigureAwait(false);
        var graph = PreferredState.Require(found);

        var inventory = (source as IResourceInventory)?.Ids ?? [];
        var guests = FreezableGuests.Of(graph);
        var claims = ClaimsToSnapshot.Of(graph);
        var selected = SelectionChecks.Find(options.Selection, graph, inventory, scope.RejectedRoots.Count > 0);
        IEnumerable<Finding> findings =
        [
            .. options.Findings,
            .. scope.Findings,
            .. selected,
            .. guests.Findings,
            .. claims.Findings,
            .. Checks(graph),
        ];
        Exclusion[] excluded = [.. Exclusions.Of(graph, inventory, scope.RejectedRoots)];

        return new BackupPlan(graph, options.Classes, guests.Guests, claims.Claims, excluded, findings);
    }

    /// <summary>What only the whole graph shows.</summary>
    private static IEnumerable<Finding> Checks(ResourceGraph graph) =>
        [
            .. StateClaims.Find(graph),
            .. HotPlugs.Find(graph),
            .. SharedClaims.Find(graph),
            .. VolumeMigrations.Find(graph),
            .. UnsettledObjects.Find(graph),
            .. DataOutsideClaims.Find(graph),
            .. UnsupportedSnapshots.Find(graph),
        ];
}
