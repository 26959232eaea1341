namespace KubeVirt.Backup.Fuzzing;

/// <summary>The inputs that are committed: what runs kept, and what once broke a promise.</summary>
internal static class FuzzCorpus
{
    /// <summary>Tries every input of a target, its seeds included.</summary>
    /// <param name="target">The target.</param>
    /// <param name="root">The folder of the repository.</param>
    /// <returns>The inputs that break a promise, each with what it breaks.</returns>
    public static IReadOnlyList<string> Replay(FuzzTarget target, string root)
    {
        var broken = new List<string>();
        foreach (var (index, seed) in target.Seeds.Index())
            Try(target, $"seed {index}", seed, broken);
        foreach (var file in Files(target, root))
            Try(target, Path.GetFileName(file), File.ReadAllBytes(file), broken);

        return broken;
    }

    /// <summary>The inputs that once broke a promise. Each is called by what is in it.</summary>
    public static IEnumerable<string> Crashes(FuzzTarget target, string root) => FilesOf(target, root, "Crashes");

    private static IEnumerable<string> Files(FuzzTarget target, string root) =>
        FilesOf(target, root, "Corpus").Concat(Crashes(target, root));

    private static IEnumerable<string> FilesOf(FuzzTarget target, string root, string kind)
    {
        var folder = Path.Combine(root, "tests", "KubeVirt.Backup.Fuzzing", kind, target.Name);
        return Directory.Exists(folder) ? Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal) : [];
    }

    private static void Try(FuzzTarget target, string name, byte[] input, List<string> broken)
    {
        try
        {
            target.Try(input);
        }
#pragma warning disable CA1031 // What is not documented is what somebody looks for.
        catch (Exception e)
#pragma warning restore CA1031
        {
            broken.Add($"{target.Name}, {name}: {e}");
        }
    }
}
