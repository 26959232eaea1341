using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Planning;

/// <summary>Finds what a plan starts from, and what it may hold.</summary>
internal sealed class RootFinder(IResourceSource source, PlanOptions options)
{
    /// <summary>The kinds that run a guest.</summary>
    public static IReadOnlyList<GroupKind> Machines { get; } =
    [
        Kinds.VirtualMachine,
        Kinds.VirtualMachinePool,
        Kinds.VirtualMachineInstanceReplicaSet,
        Kinds.VirtualMachineInstance,
    ];

    private readonly List<Finding> _findings = [];

    /// <summary>
    /// The roots that the options name, or else all that the source has and the selection accepts, and what the plan
    /// may hold.
    /// </summary>
    public async ValueTask<(IReadOnlyCollection<ResourceId> Roots, PlanScope Scope)> FindAsync(
        CancellationToken cancellationToken
    )
    {
        if (options.Roots is { } named)
            return (named, await ReadScopeAsync(named, cancellationToken).ConfigureAwait(false));

        var queries = Machines.Select(kind => new ResourceQuery(kind, options.Namespace) { All = true });
        var marks = options.Namespace is { } name ? Marks([name]) : [];
        var found = await FetchAsync([.. queries, .. marks], cancellationToken).ConfigureAwait(false);
        var machines = found.Where(resource => resource.Id.Kind != Kinds.Namespace).ToList();
        var scope = options.Namespace is null
            ? await ReadScopeAsync(machines.Select(machine => machine.Id), cancellationToken).ConfigureAwait(false)
            : new PlanScope(options.Selection, found.Except(machines), _findings);
        var roots = machines.Where(IsRoot).Where(scope.AcceptsRoot).Select(machine => machine.Id);

        return ([.. roots], scope);
    }

    /// <summary>What the plan may hold, by the selection and the marks on the namespaces of what was found.</summary>
    private async ValueTask<PlanScope> ReadScopeAsync(
        IEnumerable<ResourceId> found,
        CancellationToken cancellationToken
    )
    {
        var namespaces = found.Select(id => id.Namespace).OfType<string>().Distinct();
        var marks = Marks([.. namespaces.Order(StringComparer.Ordinal)]);
        var marked = await FetchAsync(marks, cancellationToken).ConfigureAwait(false);

        return new PlanScope(options.Selection, marked, _findings);
    }

    /// <summary>What is to be asked for the marks on namespaces.</summary>
    private IReadOnlyList<ResourceQuery> Marks(IReadOnlyCollection<string> namespaces)
    {
        if (!options.Selection.HonoursMarks || namespaces.Count == 0)
            return [];

        return [new ResourceQuery(Kinds.Namespace, null) { Names = namespaces }];
    }

    private async ValueTask<IReadOnlyCollection<Resource>> FetchAsync(
        IReadOnlyList<ResourceQuery> wave,
        CancellationToken cancellationToken
    )
    {
        if (wave.Count == 0)
            return [];

        var answer = await source.FetchAsync(wave, cancellationToken).ConfigureAwait(false);
        _findings.AddRange(answer.Findings);

        return [.. answer.Resources];
    }

    /// <summary>An instance that somebody owns is run by its owner, which is the root then.</summary>
    private static bool IsRoot(Resource resource) =>
        resource.Id.Kind != Kinds.VirtualMachineInstance || ResourceMetadata.OwnerUids(resource).Count == 0;
}
