using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Manifests;

namespace KubeVirt.Backup.Planning;

/// <summary>Makes backup plans.</summary>
/// <example>
/// <code language="csharp">
/// BackupPlan all = BackupPlanner.Plan(manifests);
/// BackupPlan one = BackupPlanner.Plan(
///     manifests,
///     new PlanOptions { Roots = [ResourceId.Parse("VirtualMachine.kubevirt.io/shop/db")] }
/// );
/// Console.WriteLine(one.ToText());
/// </code>
/// </example>
public static class BackupPlanner
{
    /// <summary>
    /// Plans a backup of objects in memory. What was read from files is a <see cref="ManifestSet"/>: hand that over as it
    /// is, or what could not be read of it is lost.
    /// </summary>
    /// <param name="resources">All there is; what no root reaches is listed as left out.</param>
    /// <param name="options">What to plan for; <see langword="null"/> for everything.</param>
    public static BackupPlan Plan(IEnumerable<Resource> resources, PlanOptions? options) =>
        Plan(resources, options, CancellationToken.None);

    /// <summary>Plans a backup of objects in memory, and can be stopped.</summary>
    /// <param name="resources">All there is; what no root reaches is listed as left out.</param>
    /// <param name="options">What to plan for; <see langword="null"/> for everything.</param>
    /// <param name="cancellationToken">Stops the work: a large cluster takes seconds.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static BackupPlan Plan(
        IEnumerable<Resource> resources,
        PlanOptions? options,
        CancellationToken cancellationToken
    ) => Plan(new MemoryResourceSource(resources), options, cancellationToken);

    /// <summary>Plans a backup of all that manifests hold.</summary>
    /// <param name="manifests">What was read.</param>
    public static BackupPlan Plan(ManifestSet manifests) => Plan(manifests, null);

    /// <summary>Plans a backup of manifests. What could not be read of them is among the findings of the plan.</summary>
    /// <param name="manifests">What was read; what no root reaches is listed as left out.</param>
    /// <param name="options">What to plan for; <see langword="null"/> for everything.</param>
    public static BackupPlan Plan(ManifestSet manifests, PlanOptions? options) =>
        Plan(manifests, options, CancellationToken.None);

    /// <summary>Plans a backup of manifests, and can be stopped.</summary>
    /// <param name="manifests">What was read; what no root reaches is listed as left out.</param>
    /// <param name="options">What to plan for; <see langword="null"/> for everything.</param>
    /// <param name="cancellationToken">Stops the work: a large cluster takes seconds.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static BackupPlan Plan(ManifestSet manifests, PlanOptions? options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(manifests);
        var source = new MemoryResourceSource(manifests.Resources, manifests.Findings);

        return Plan(source, options, cancellationToken);
    }

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
        var found = await BuildAsync(run, roots, scope, options, cancellationToken).ConfigureAwait(false);
        var graph = PreferredState.Require(found);

        var inventory = (source as IResourceInventory)?.Ids ?? [];
        var guests = FreezableGuests.Of(graph);
        var disks = DiskChoice.Of(graph, options.Disks, keepsRoots: true);
        var claims = ClaimsToSnapshot.Of(disks);
        var ways = await ChooseWaysAsync(run, source, disks, claims.Claims, options.Ways, cancellationToken)
            .ConfigureAwait(false);
        var selected = SelectionChecks.Find(options.Selection, graph, inventory, scope.RejectedRoots.Count > 0);
        IEnumerable<Finding> seen =
        [
            .. options.Findings,
            .. source.Findings,
            .. scope.Findings,
            .. selected,
            .. guests.Findings,
            .. claims.Findings,
            .. ways.Findings,
        ];
        IEnumerable<Finding> checks = [.. Checks(disks), .. DiskFindings.Unused(disks), .. ReportEmpty(graph, options)];
        var excluded = Exclusions.Of(graph, inventory, scope.RejectedRoots);

        return new BackupPlan(disks, ways, guests.Guests, claims.Claims, [.. excluded], seen.Concat(checks));
    }

    /// <summary>
    /// Builds the graph. A mark on a namespace in which no root is comes up on the way: the graph is built again without all
    /// that is in there. A run that keeps what it read reads little more.
    /// </summary>
    private static async ValueTask<ResourceGraph> BuildAsync(
        IResourceSource run,
        IReadOnlyCollection<ResourceId> roots,
        PlanScope scope,
        PlanOptions options,
        CancellationToken cancellationToken
    )
    {
        var builder = new ResourceGraphBuilder(options.Resolvers)
        {
            LeaveOut = scope.Rejects,
            Platforms = options.Platforms,
        };
        while (true)
        {
            var graph = await builder.BuildAsync(run, roots, cancellationToken).ConfigureAwait(false);
            if (!scope.Learn(graph.Nodes.Select(node => node.Resource).OfType<Resource>()))
                return graph;
        }
    }

    /// <summary>What that depends on beside the graph is read only where somebody asks for it.</summary>
    private static async ValueTask<WayChoices> ChooseWaysAsync(
        IResourceSource run,
        IResourceSource source,
        DiskChoice disks,
        IReadOnlyCollection<ResourceId> claims,
        WayOptions? options,
        CancellationToken cancellationToken
    )
    {
        var isCluster = source is not IResourceInventory;
        var facts = options is null
            ? null
            : await WayFacts.ReadAsync(run, isCluster, disks.Graph, cancellationToken).ConfigureAwait(false);

        return WayChoices.Of(disks, claims, options, facts);
    }

    private static BackupPlan Plan(
        MemoryResourceSource source,
        PlanOptions? options,
        CancellationToken cancellationToken
    ) => PlanAsync(source, options, cancellationToken).AsTask().GetAwaiter().GetResult();

    private static IEnumerable<Finding> ReportEmpty(ResourceGraph graph, PlanOptions options)
    {
        if (graph.Roots.Count > 0 || options.AllowEmpty)
            return [];

        return
        [
            new Finding(
                FindingIds.NothingToBackUp,
                FindingSeverity.Error,
                null,
                null,
                "There is nothing to back up: no machine, and nothing else that was asked for, was found. Check roots, "
                    + "namespace and selection, or set PlanOptions.AllowEmpty where an empty backup is meant."
            ),
        ];
    }

    /// <summary>What only the whole graph shows.</summary>
    internal static IEnumerable<Finding> Checks(DiskChoice disks)
    {
        var graph = disks.Graph;

        return
        [
            .. StateClaims.Find(graph),
            .. HotPlugs.Find(graph),
            .. SharedClaims.Find(graph),
            .. VolumeMigrations.Find(graph),
            .. UnsettledObjects.Find(graph),
            .. DataOutsideClaims.Find(disks),
            .. UnsupportedSnapshots.Find(disks),
            .. FinishedWork.Find(graph),
            .. DiskFindings.Find(disks),
        ];
    }
}
