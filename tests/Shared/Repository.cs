using KubeVirt.Backup.Manifests;
using Xunit;

namespace KubeVirt.Backup;

/// <summary>Where the repository is, and what stands beside it.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string Samples => PathOf("docs", "samples");

    /// <summary>The manifests of docs/samples, read once.</summary>
    public static ManifestSet SampleManifests { get; } =
        new ManifestReader().ReadPathsAsync([Path.Combine(Samples, "manifests")]).GetAwaiter().GetResult();

    /// <summary>A namespace with thirty machines of all kinds, read once.</summary>
    public static IReadOnlyList<Resource> ThirtyMachines => LazyThirtyMachines.Value;

    private static readonly Lazy<IReadOnlyList<Resource>> LazyThirtyMachines = new(() =>
        ReadFixture("Namespaces", "thirty-machines")
    );

    private static IReadOnlyList<Resource> ReadFixture(params string[] folder)
    {
        var file = PathOf(["tests", "KubeVirt.Backup.Tests", "Fixtures", .. folder, "input.yaml"]);

        return new ManifestReader().Read(File.ReadAllBytes(file), "input.yaml").Resources;
    }

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>
    /// A folder of real schemas and manifests beside the repository; the test is skipped where it is absent.
    /// </summary>
    public static string Shared(string folder)
    {
        var path = Path.GetFullPath(PathOf("..", "shared", folder));
        Assert.SkipUnless(Directory.Exists(path), $"There is no folder ../shared/{folder} beside the repository.");
        return path;
    }

    /// <summary>
    /// The real manifests beside the repository. Recorded runs are files of a form of their own, which holds manifests.
    /// </summary>
    public static string[] CorpusFiles() =>
        [
            .. Directory
                .EnumerateFiles(Shared("corpus"), "*.*", SearchOption.AllDirectories)
                .Where(file => Path.GetExtension(file) is ".yaml" or ".yml" or ".json")
                .Where(file => !file.Contains("observed-runs", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>The C# files below a folder, by path relative to it with forward slashes, in ordinal order.</summary>
    public static IEnumerable<(string Path, string Text)> Sources(string folder)
    {
        var root = PathOf(folder);
        return Directory
            .EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .Select(file => (Path.GetRelativePath(root, file).Replace('\\', '/'), File.ReadAllText(file)))
            .OrderBy(file => file.Item1, StringComparer.Ordinal);
    }

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "KubeVirt.Backup.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException("The tests run outside the repository.");
    }
}
