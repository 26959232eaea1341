using System.Collections.Immutable;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Resolvers;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// What the target cluster must have before a restore is applied: the list that a preflight checks. Immutable.
/// </summary>
public sealed class TargetNeeds
{
    private TargetNeeds(
        IReadOnlyList<ApiNeed> apis,
        IReadOnlyList<string> namespaces,
        IReadOnlyList<ObjectNeed> objects,
        IReadOnlyList<NodeNeed> nodes
    )
    {
        Nodes = nodes;
        Apis = apis;
        Namespaces = namespaces;
        Objects = objects;
    }

    /// <summary>The APIs it must serve, ordered by kind.</summary>
    public IReadOnlyList<ApiNeed> Apis { get; }

    /// <summary>The namespaces that the restored objects live in, whether restored themselves or not.</summary>
    public IReadOnlyList<string> Namespaces { get; }

    /// <summary>
    /// Objects that are not restored and referred to: storage classes, networks, instancetypes, DataSources and so on;
    /// ordered by id.
    /// </summary>
    public IReadOnlyList<ObjectNeed> Objects { get; }

    /// <summary>
    /// What its nodes must have for the guests to be scheduled: labels, devices, resources, features of processors; and
    /// schedulers. Nobody checks them: whether a pod finds a node, the cluster decides. Ordered by what they are.
    /// </summary>
    public IReadOnlyList<NodeNeed> Nodes { get; }

    /// <summary>Reads the needs off the objects that are to be applied.</summary>
    /// <param name="result">
    /// The result of a restore. Its objects are resolved again, since a policy may have changed them.
    /// </param>
    /// <param name="resolvers">Which references to follow. Default: <see cref="BuiltInResolvers.Default"/>.</param>
    public static TargetNeeds Of(RestoreResult result, ResolverSet? resolvers = null)
    {
        ArgumentNullException.ThrowIfNull(result);
        var resources = result.Resources.ToList();
        var graph = ResourceGraph.Create(resources, resolvers ?? BuiltInResolvers.Default);
        // What controllers make after the restore need not be there before it, and is no need of the target.
        var made = result
            .Skipped.Where(skipped => skipped.Outcome == SkipOutcome.MadeAnew)
            .Select(skipped => skipped.Target)
            .ToHashSet();

        return new TargetNeeds(
            [.. ApisOf(resources)],
            [.. NamespacesOf(resources)],
            [.. ObjectsOf(graph, made)],
            [.. NodeNeeds.Of(resources)]
        );
    }

    private static IEnumerable<ApiNeed> ApisOf(IEnumerable<Resource> resources) =>
        resources
            .GroupBy(resource => (resource.ApiVersion, resource.Id.Kind))
            .OrderBy(same => same.Key.Kind)
            .ThenBy(same => same.Key.ApiVersion, StringComparer.Ordinal)
            .Select(same => new ApiNeed(same.Key.ApiVersion, same.Key.Kind.Kind, same.Count())
            {
                First = same.Min(resource => resource.Id),
            });

    private static IEnumerable<string> NamespacesOf(IEnumerable<Resource> resources) =>
        resources.Select(resource => resource.Id.Namespace).OfType<string>().Distinct().Order(StringComparer.Ordinal);

    private static IEnumerable<ObjectNeed> ObjectsOf(ResourceGraph graph, HashSet<ResourceId> made) =>
        graph
            .Nodes.Where(node => node.IsMissing && node.Id.Kind != Kinds.Namespace && !made.Contains(node.Id))
            .Select(node => Need(graph, node.Id))
            .OfType<ObjectNeed>();

    /// <summary>The need for an object; <see langword="null"/> where it is only named as an owner.</summary>
    private static ObjectNeed? Need(ResourceGraph graph, ResourceId id)
    {
        var references = graph.EdgesTo(id).Where(edge => edge.Relation == Relation.Needs).ToImmutableArray();

        return references.IsEmpty ? null : new ObjectNeed(id, references.Any(edge => edge.IsRequired), references);
    }
}
