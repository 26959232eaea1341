namespace KubeVirt.Backup.Samples;

/// <summary>Runs a sample, a file or the folder of a project, as a user would and gathers what they would see.</summary>
internal sealed record SampleRun(int ExitCode, string Output, string Error)
{
    public static Task<SampleRun> RunAsync(string sample, string? input, params string[] arguments) =>
        RunAsync(sample, input, new Dictionary<string, string>(), arguments);

    public static async Task<SampleRun> RunAsync(
        string sample,
        string? input,
        IReadOnlyDictionary<string, string> environment,
        params string[] arguments
    )
    {
        var program = await SampleProgram.BuildAsync(sample);
        using var running = ProcessRun.Start(Repository.Root, environment, [program, .. arguments]);

        return await running.EndAsync(input);
    }
}
