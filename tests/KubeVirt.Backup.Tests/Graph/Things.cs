using System.Text.Json;
using KubeVirt.Backup.Resolvers;

namespace KubeVirt.Backup.Graph;

/// <summary>
/// A made-up kind whose objects name what they need, run and belong to, so that graphs can be written as "a>b b>c".
/// </summary>
internal static class Things
{
    public static readonly GroupKind Kind = new("example.org", "Thing");

    public static readonly ResolverSet Resolvers = new([new ThingResolver(), new OwnerResolver()]);

    public static ResourceId Id(string name) => new(Kind, "ns", name);

    /// <summary>
    /// Objects from a text such as "a>b b=c d": a needs b, b runs c, d stands alone. What is only named is missing.
    /// </summary>
    public static IReadOnlyList<Resource> Parse(string text)
    {
        var edges = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return
        [
            .. edges
                .GroupBy(edge => edge.Split('>', '=', '^')[0])
                .Select(group => Make(group.Key, Targets(group, '>'), Targets(group, '='), Targets(group, '^'))),
        ];
    }

    public static Resource Make(
        string name,
        IEnumerable<string> needs,
        IEnumerable<string>? runs = null,
        IEnumerable<string>? owners = null
    ) =>
        Resource.Parse(
            JsonSerializer.SerializeToUtf8Bytes(
                new
                {
                    apiVersion = "example.org/v1",
                    kind = "Thing",
                    metadata = new
                    {
                        name,
                        @namespace = "ns",
                        ownerReferences = (owners ?? []).Select(owner => new
                        {
                            apiVersion = "example.org/v1",
                            kind = "Thing",
                            name = owner,
                            uid = owner,
                        }),
                    },
                    spec = new { needs, runs = runs ?? [] },
                }
            )
        );

    /// <summary>The sets of a graph, each by its names.</summary>
    public static IEnumerable<string> Sets(ResourceGraph graph) =>
        graph.Sets.Select(set => string.Join(' ', set.Select(id => id.Name)));

    public static ResourceGraph Graph(string text) => ResourceGraph.Create(Parse(text), Resolvers);

    private static IEnumerable<string> Targets(IEnumerable<string> edges, char relation) =>
        edges.Where(edge => edge.Contains(relation)).Select(edge => edge[(edge.IndexOf(relation) + 1)..]);

    private sealed class ThingResolver()
        : TableResolver(
            Things.Kind,
            [
                new("/spec/needs/*", Things.Kind, "needed thing"),
                new("/spec/runs/*", Things.Kind, "thing it runs") { Relation = Relation.Runs },
            ]
        );
}
