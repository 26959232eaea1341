using System.Diagnostics;
using Shouldly;

namespace KubeVirt.Backup.Samples;

/// <summary>Runs a program to its end and gathers what it said.</summary>
internal static class ProcessRun
{
    public static async Task<SampleRun> RunAsync(
        string folder,
        IReadOnlyDictionary<string, string> environment,
        params string[] command
    )
    {
        using var process = Process.Start(Of(folder, environment, command))!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        return new SampleRun(process.ExitCode, await output, await error);
    }

    /// <summary>As <see cref="RunAsync"/>, for what must go well.</summary>
    public static async Task<string> OutputOfAsync(
        string folder,
        IReadOnlyDictionary<string, string> environment,
        params string[] command
    )
    {
        var run = await RunAsync(folder, environment, command);
        run.ExitCode.ShouldBe(0, $"{string.Join(' ', command)}\n{run.Output}{run.Error}");

        return run.Output;
    }

    public static ProcessStartInfo Of(
        string folder,
        IReadOnlyDictionary<string, string> environment,
        params IReadOnlyList<string> command
    )
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;

        return start;
    }
}
