using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Planning;

/// <summary>Finds what a plan starts from, and what it may hold.</summary>
internal sealed class RootFinder(IResourceSource source, PlanOptions options)
{
    /// <summary>What runs a guest.</summary>
    public static IReadOnlyList<GroupKind> Machines { get; } =
    [
        Kinds.VirtualMachine,
        Kinds.VirtualMachinePool,
        Kinds.VirtualMachineInstanceReplicaSet,
        Kinds.VirtualMachineInstance,
    ];

    private readonly List<Finding> _findings = [];

    public async ValueTask<(IReadOnlyCollection<ResourceId> Roots, PlanScope Scope)> FindAsync(
        CancellationToken cancellationToken
    )
    {
        var found = options.Roots is null
            ? await FetchAsync(
                    Machines.Select(kind => new ResourceQuery(kind, options.Namespace) { All = true }),
                    cancellationToken
                )
                .ConfigureAwait(false)
            : [];
        var namespaces = (options.Roots ?? [.. found.Select(resource => resource.Id)])
            .Select(id => id.Namespace)
            .OfType<string>()
            .Distinct()
            .Order(StringComparer.Ordinal)
            .ToList();
        var marked =
            options.Selection.HonoursMarks && namespaces.Count > 0
                ? await FetchAsync([new ResourceQuery(Kinds.Namespace, null) { Names = namespaces }], cancellationToken)
                    .ConfigureAwait(false)
                : [];
        var scope = new PlanScope(options.Selection, marked, _findings);
        return (
            options.Roots ?? [.. found.Where(IsRoot).Where(scope.AcceptsRoot).Select(resource => resource.Id)],
            scope
        );
    }

    private async ValueTask<IReadOnlyCollection<Resource>> FetchAsync(
        IEnumerable<ResourceQuery> wave,
        CancellationToken cancellationToken
    )
    {
        var answer = await source.FetchAsync([.. wave], cancellationToken).ConfigureAwait(false);
        _findings.AddRange(answer.Findings);
        return [.. answer.Resources];
    }

    /// <summary>An instance that somebody owns is run by its owner, which is the root then.</summary>
    private static bool IsRoot(Resource resource) =>
        resource.Id.Kind != Kinds.VirtualMachineInstance || ResourceMetadata.OwnerUids(resource).Count == 0;
}
