using KubeVirt.Backup.Manifests;

namespace KubeVirt.Backup.Fuzzing;

/// <summary>The fixtures of policies, resolvers and states, from which inputs are made.</summary>
internal static class Samples
{
    /// <summary>Each file, the smallest first.</summary>
    public static IReadOnlyList<byte[]> Files { get; } =
    [.. ReadAll().OrderBy(file => file.Length).ThenBy(file => file, ByContent.Instance)];

    /// <summary>The objects of each file, in the same order.</summary>
    public static IReadOnlyList<IReadOnlyList<Resource>> Objects { get; } =
    [.. Files.Select(file => new ManifestReader().Read(file, "input.yaml").Resources)];

    /// <summary>So many of the smallest files.</summary>
    public static IEnumerable<byte[]> Smallest(int count) => Files.Take(count);

    private static IEnumerable<byte[]> ReadAll()
    {
        var assembly = typeof(Samples).Assembly;
        foreach (var name in assembly.GetManifestResourceNames())
        {
            if (!name.StartsWith("seed/", StringComparison.Ordinal))
                continue;

            using var stream = assembly.GetManifestResourceStream(name)!;
            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            yield return content;
        }
    }

    /// <summary>An order that does not depend on what files are called.</summary>
    private sealed class ByContent : IComparer<byte[]>
    {
        public static ByContent Instance { get; } = new();

        public int Compare(byte[]? x, byte[]? y) => x.AsSpan().SequenceCompareTo(y);
    }
}
