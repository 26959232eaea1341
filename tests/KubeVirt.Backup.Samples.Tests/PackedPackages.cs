using KubeVirt.Backup.Samples;
using Xunit;

[assembly: AssemblyFixture(typeof(PackedPackages))]

namespace KubeVirt.Backup.Samples;

/// <summary>
/// The packages as they are published, in a folder that serves as a feed, and a cache of their own: what an earlier run
/// left in the user's cache under the same version is not what was packed now.
/// </summary>
public sealed class PackedPackages : IAsyncLifetime
{
    private const string FeedVariable = "KUBEVIRT_BACKUP_PACKAGES";
    private static readonly string[] Projects =
    [
        "KubeVirt.Backup",
        "KubeVirt.Backup.Client",
        "KubeVirt.Backup.Testing",
    ];
    private readonly DirectoryInfo _work = Directory.CreateTempSubdirectory("kubevirt-backup-packages-");
    private readonly SemaphoreSlim _packing = new(1);
    private string? _feed = Environment.GetEnvironmentVariable(FeedVariable);

    /// <summary>Variables with which a process restores into a cache of its own.</summary>
    public IReadOnlyDictionary<string, string> Variables =>
        new Dictionary<string, string> { ["NUGET_PACKAGES"] = Path.Combine(_work.FullName, "cache") };

    /// <summary>The folder of the packages: that of the variable KUBEVIRT_BACKUP_PACKAGES, or packed for this run.</summary>
    public async Task<string> FeedAsync()
    {
        await _packing.WaitAsync();
        try
        {
            return _feed ??= await PackAsync();
        }
        finally
        {
            _packing.Release();
        }
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync()
    {
        _work.Delete(recursive: true);
        _packing.Dispose();

        return ValueTask.CompletedTask;
    }

    private async Task<string> PackAsync()
    {
        var folder = Path.Combine(_work.FullName, "feed");
        foreach (var project in Projects)
        {
            string[] command = ["dotnet", "pack", Repository.PathOf("src", project), "--output", folder];
            await ProcessRun.OutputOfAsync(Repository.Root, new Dictionary<string, string>(), command);
        }

        return folder;
    }
}
