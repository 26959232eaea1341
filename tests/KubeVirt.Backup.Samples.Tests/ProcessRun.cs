using System.Diagnostics;
using Shouldly;

namespace KubeVirt.Backup.Samples;

/// <summary>A program that runs, of which all is gathered that it says.</summary>
internal sealed class ProcessRun : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _error;

    private ProcessRun(Process process)
    {
        _process = process;
        _output = _process.StandardOutput.ReadToEndAsync();
        _error = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>Whether it has ended.</summary>
    public bool HasEnded => _process.HasExited;

    /// <summary>Starts a program in a folder.</summary>
    public static ProcessRun Start(
        string folder,
        IReadOnlyDictionary<string, string> environment,
        params IReadOnlyList<string> command
    ) => new(StartProcess(folder, environment, command));

    /// <summary>Starts a program for who reads and writes its streams himself.</summary>
    public static Process StartProcess(
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

        return Process.Start(start)!;
    }

    /// <summary>Runs a program to its end.</summary>
    public static async Task<SampleRun> RunAsync(
        string folder,
        IReadOnlyDictionary<string, string> environment,
        params string[] command
    )
    {
        using var running = Start(folder, environment, command);

        return await running.EndAsync();
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

    /// <summary>Presses Ctrl-C.</summary>
    public void Interrupt() => Process.Start("kill", ["-INT", $"{_process.Id}"]).Dispose();

    /// <summary>Gives it what it reads, and waits for its end.</summary>
    public async Task<SampleRun> EndAsync(string? input = null)
    {
        await WriteAsync(input);
        await _process.WaitForExitAsync();

        return new SampleRun(_process.ExitCode, await _output, await _error);
    }

    public void Dispose() => _process.Dispose();

    private async Task WriteAsync(string? input)
    {
        try
        {
            await _process.StandardInput.WriteAsync(input);
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended without reading all of it.
        }
    }
}
