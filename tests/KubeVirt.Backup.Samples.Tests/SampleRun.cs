using System.Collections.Concurrent;
using System.Diagnostics;

namespace KubeVirt.Backup.Samples;

/// <summary>Runs a sample, a file or the folder of a project, as a user would and gathers what they would see.</summary>
internal sealed record SampleRun(int ExitCode, string Output, string Error)
{
    private static readonly ConcurrentDictionary<string, bool> Built = new(StringComparer.Ordinal);

    public static Task<SampleRun> RunAsync(string sample, string? input, params string[] arguments) =>
        RunAsync(sample, input, new Dictionary<string, string>(), arguments);

    public static async Task<SampleRun> RunAsync(
        string sample,
        string? input,
        IReadOnlyDictionary<string, string> environment,
        params string[] arguments
    )
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Looking whether there is anything to build takes most of a run, and nothing changes while tests run.
        foreach (
            var argument in (string[])
                [
                    "run",
                    .. Built.ContainsKey(sample) ? ["--no-build"] : Array.Empty<string>(),
                    .. Directory.Exists(sample) ? ["--project"] : Array.Empty<string>(),
                    sample,
                    "--",
                    .. arguments,
                ]
        )
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Built.TryAdd(sample, true);
        return new SampleRun(process.ExitCode, await output, await error);
    }
}
