using System.Collections.Concurrent;

namespace KubeVirt.Backup.Samples;

/// <summary>
/// Builds a sample once, a file or the folder of a project: nothing changes while tests run. It is built as the tests are,
/// whose libraries it shares.
/// </summary>
internal static class SampleProgram
{
#if DEBUG
    private const string Configuration = "Debug";
#else
    private const string Configuration = "Release";
#endif

    private static readonly ConcurrentDictionary<string, Lazy<Task<string>>> Built = new(StringComparer.Ordinal);

    // Samples refer to the same projects, which two builds would write at once.
    private static readonly SemaphoreSlim Building = new(1);

    /// <summary>The executable of a sample, which starts sooner than <c>dotnet run</c> and gets signals itself.</summary>
    public static Task<string> BuildAsync(string sample) =>
        Built.GetOrAdd(sample, file => new Lazy<Task<string>>(() => RunBuildAsync(file))).Value;

    private static async Task<string> RunBuildAsync(string sample)
    {
        string[] build =
        [
            "dotnet",
            "build",
            sample,
            "--configuration",
            Configuration,
            "-target:Build",
            "-getProperty:RunCommand",
        ];
        await Building.WaitAsync();
        try
        {
            var output = await ProcessRun.OutputOfAsync(Repository.Root, new Dictionary<string, string>(), build);

            return output.Trim();
        }
        finally
        {
            Building.Release();
        }
    }
}
