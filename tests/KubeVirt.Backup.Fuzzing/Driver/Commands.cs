using System.Diagnostics;

namespace KubeVirt.Backup.Fuzzing;

/// <summary>Programs that a run starts.</summary>
internal static class Commands
{
    // Nobody looks at AFL++'s screen, and the machine may do other things. Its checks are for programs of machine code.
    private static readonly Dictionary<string, string> Settings = new()
    {
        ["AFL_NO_UI"] = "1",
        ["AFL_SKIP_BIN_CHECK"] = "1",
        ["AFL_SKIP_CPUFREQ"] = "1",
        ["AFL_FAST_CAL"] = "1",
        ["AFL_NO_AFFINITY"] = "1",
        ["AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES"] = "1",
        ["AFL_FORKSRV_INIT_TMOUT"] = "60000",
        ["DOTNET_TieredPGO"] = "0",
    };

    /// <summary>Runs a program that succeeds, and gives what it prints.</summary>
    /// <exception cref="InvalidOperationException">It fails, or is not there.</exception>
    public static async Task<string> RunAsync(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true };
        foreach (var (name, value) in Settings)
            start.Environment[name] = value;

        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} does not start.");
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} ended with {process.ExitCode}:\n{output}");

        return output;
    }
}
