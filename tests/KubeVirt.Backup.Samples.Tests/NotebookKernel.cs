using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Shouldly;

namespace KubeVirt.Backup.Samples;

/// <summary>The C# kernel of the notebooks, spoken to as an editor does: a JSON document a line, by standard streams.</summary>
internal sealed class NotebookKernel : IAsyncDisposable
{
    private const string Tool = "dotnet-interactive";

    private static readonly string[] Outputs =
    [
        "ReturnValueProduced",
        "DisplayedValueProduced",
        "StandardOutputValueProduced",
        "StandardErrorValueProduced",
    ];

    private readonly Process _process;
    private int _submissions;

    private NotebookKernel(Process process) => _process = process;

    /// <summary>Starts a kernel in the folder of the notebooks.</summary>
    /// <param name="folder">Where it starts, so that paths in cells are found.</param>
    /// <param name="variables">Variables of its environment.</param>
    public static async Task<NotebookKernel> StartAsync(string folder, IReadOnlyDictionary<string, string> variables)
    {
        await ProcessRun.OutputOfAsync(Repository.Root, variables, "dotnet", "tool", "restore");
        string[] command =
        [
            .. new[] { "dotnet", "tool", "run", Tool, "--" },
            .. new[] { "stdio", "--default-kernel", "csharp", "--working-dir", folder },
        ];
        var quiet = new Dictionary<string, string>(variables) { ["DOTNET_INTERACTIVE_CLI_TELEMETRY_OPTOUT"] = "1" };
        var kernel = new NotebookKernel(ProcessRun.StartProcess(Repository.Root, quiet, command));
        // A pipe that nobody reads would fill up and hold the kernel.
        kernel._process.ErrorDataReceived += static (_, _) => { };
        kernel._process.BeginErrorReadLine();
        try
        {
            await kernel.ReadUntilAsync(line => (string?)line["eventType"] == "KernelReady", _ => { });
        }
        catch
        {
            await kernel.DisposeAsync();
            throw;
        }

        return kernel;
    }

    /// <summary>Runs one cell to its end.</summary>
    /// <returns>What it showed, as a notebook keeps it.</returns>
    public async Task<JsonArray> RunAsync(string code)
    {
        var token = $"cell{++_submissions}";
        var submission = new JsonObject
        {
            ["token"] = token,
            ["commandType"] = "SubmitCode",
            ["command"] = new JsonObject { ["code"] = code, ["targetKernelName"] = "csharp" },
        };
        await _process.StandardInput.WriteLineAsync(submission.ToJsonString());
        await _process.StandardInput.FlushAsync();

        var shown = new NotebookOutputs();
        var end = await ReadUntilAsync(line => IsEndOf(line, token), line => Show(line, shown));
        ((string?)end["eventType"]).ShouldBe("CommandSucceeded", $"{code}\n{end["event"]?["message"]}");

        return shown.ToJson();
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static bool IsEndOf(JsonObject line, string token) =>
        (string?)line["eventType"] is "CommandSucceeded" or "CommandFailed"
        && (string?)line["command"]?["token"] == token;

    private static void Show(JsonObject line, NotebookOutputs shown)
    {
        var type = (string?)line["eventType"];
        if (!Outputs.Contains(type))
            return;

        var isStream = type!.StartsWith("Standard", StringComparison.Ordinal);
        foreach (var value in line["event"]!["formattedValues"]!.AsArray())
        {
            var text = (string)value!["value"]!;
            if (isStream)
                shown.Write(text);
            else
                shown.Show((string)value["mimeType"]!, text);
        }
    }

    private async Task<JsonObject> ReadUntilAsync(Predicate<JsonObject> isEnd, Action<JsonObject> read)
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } text)
        {
            // The first start of the tool on a machine greets.
            if (!text.StartsWith('{'))
                continue;

            var line = JsonSerializer.Deserialize<JsonObject>(text)!;
            if (isEnd(line))
                return line;

            read(line);
        }

        throw new InvalidOperationException("The kernel ended.");
    }
}
