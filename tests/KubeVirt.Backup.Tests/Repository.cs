using KubeVirt.Backup.Manifests;
using Xunit;

namespace KubeVirt.Backup;

/// <summary>Where the repository is, and what stands beside it.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string Samples => Path.Combine(Root, "docs", "samples");

    /// <summary>The manifests of docs/samples, read once.</summary>
    public static ManifestSet SampleManifests { get; } = new ManifestReader().ReadPathsAsync([Path.Combine(Samples, "manifests")]).GetAwaiter().GetResult();

    /// <summary>A folder of real schemas and manifests beside the repository; the test is skipped where it is absent.</summary>
    public static string Shared(string folder)
    {
        var path = Path.GetFullPath(Path.Combine(Root, "..", "shared", folder));
        Assert.SkipUnless(Directory.Exists(path), $"There is no folder ../shared/{folder} beside the repository.");
        return path;
    }

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "KubeVirt.Backup.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside the repository.");
    }
}
