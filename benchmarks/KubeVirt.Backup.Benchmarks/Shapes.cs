using System.Text;

namespace KubeVirt.Backup.Benchmarks;

/// <summary>
/// Graphs of extreme shapes, as objects: claims that name each other as data source, in the core API's own fields.
/// </summary>
internal static class Shapes
{
    /// <summary>Each object needs the next.</summary>
    public static Resource[] Chain(int count) =>
        [.. Enumerable.Range(0, count).Select(n => Claim(n, n + 1 < count ? n + 1 : null))];

    /// <summary>All objects need the first.</summary>
    public static Resource[] Hub(int count) => [.. Enumerable.Range(0, count).Select(n => Claim(n, n > 0 ? 0 : null))];

    /// <summary>Each object needs the next, and the last the first.</summary>
    public static Resource[] Cycle(int count) => [.. Enumerable.Range(0, count).Select(n => Claim(n, (n + 1) % count))];

    /// <summary>Each object needs some other, as scattered as a multiplier makes them.</summary>
    public static Resource[] Random(int count) =>
        [.. Enumerable.Range(0, count).Select(n => Claim(n, (int)(((n * 2_654_435_761L) + 40_503) % count)))];

    private static Resource Claim(int n, int? source)
    {
        var dataSource = source is { } target
            ? $$$""","dataSource":{"kind":"PersistentVolumeClaim","name":"claim-{{{target}}}"}"""
            : "";
        var json =
            $$$"""{"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"namespace":"ns","name":"claim-{{{n}}}"},"spec":{"accessModes":["ReadWriteOnce"]{{{dataSource}}}}}""";
        return new Resource(
            new ResourceId(Kinds.PersistentVolumeClaim, "ns", $"claim-{n}"),
            "v1",
            Encoding.UTF8.GetBytes(json)
        );
    }
}
