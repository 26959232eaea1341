using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace KubeVirt.Backup.Testing.Server;

/// <summary>
/// Runs virt-freezer in the launcher's pod, with its exit codes and logs, over the WebSocket of pods/exec.
/// </summary>
/// <remarks>Source: KubeVirt cmd/virt-freezer/virt-freezer.go.</remarks>
internal sealed class ExecApi(ApiStore store, GuestApi guests)
{
    private const string Done = "Operation completed successfully";
    private const string Protocol = "v4.channel.k8s.io";

    // The channels of the protocol: what the command writes, and how it ended.
    private const byte Stderr = 2;
    private const byte Errors = 3;

    /// <summary>What is answered of each command instead of its exit code, whatever it did. Nothing unless set.</summary>
    public JsonObject? Outcome { get; set; }

    /// <summary>Whether a path is that of exec.</summary>
    public static bool Handles(ApiPath path) =>
        path is { Group: "", Plural: "pods", Name: not null, Subresource: "exec" };

    /// <summary>Refuses, or runs the command and closes the socket; <see langword="null"/> where it did.</summary>
    public async Task<ApiAnswer?> AnswerAsync(HttpContext context, ApiUser user, ApiPath path, Fault? fault)
    {
        // A WebSocket begins with a GET; since Kubernetes 1.35 it takes create as well.
        foreach (var verb in new[] { "get", "create" })
        {
            if (user.Refuse(verb, path) is { } refusal)
                return refusal;
        }

        if (store.Find(new ResourceId(Kinds.Pod, path.Namespace, path.Name!)) is not { } pod)
            return ApiAnswer.NotFound("pods", path.Name!);
        if (
            !context.WebSockets.IsWebSocketRequest
            || !context.WebSockets.WebSocketRequestedProtocols.Contains(Protocol)
            || context.Request.Query["container"] != "compute"
        )
            return ApiAnswer.Status(400, "BadRequest", "Upgrade request required");

        using var socket = await context.WebSockets.AcceptWebSocketAsync(Protocol).ConfigureAwait(false);
        string[] command = [.. context.Request.Query["command"].OfType<string>()];
        var (code, log) = await RunAsync(pod, command).ConfigureAwait(false);
        var line = $$"""{"component":"freezer","level":"info","msg":"{{log}}"}""" + "\n";
        await SendAsync(socket, Stderr, line, context.RequestAborted).ConfigureAwait(false);
        if (fault?.Kind == FaultKind.ResetAfter)
        {
            context.Abort();
            return null;
        }

        var outcome = (Outcome ?? Status(code)).ToJsonString();
        await SendAsync(socket, Errors, outcome, context.RequestAborted).ConfigureAwait(false);
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, context.RequestAborted).ConfigureAwait(false);
        return null;
    }

    /// <summary>Runs virt-freezer: its exit code and what it logs.</summary>
    private async Task<(int Code, string Log)> RunAsync(JsonObject pod, string[] command)
    {
        string? Flag(string name) =>
            Array.IndexOf(command, name) is >= 0 and var i && i + 1 < command.Length ? command[i + 1] : null;
        if (
            command[0] != "/usr/bin/virt-freezer"
            || Flag("--namespace") is not { } ns
            || Flag("--name") is not { } name
        )
            return (1, "Failed to parse flags");

        var id = new ResourceId(Kinds.VirtualMachineInstance, ns, name);
        var guest = store.Find(id);
        // The launcher's socket is that of the pod: another pod has another guest, or none.
        if (guest?["status"]?["activePods"]?[pod["metadata"]!["uid"]!.GetValue<string>()] is null)
            return (1, "Failed to connect launcher");
        if (!GuestApi.Has(guest, "AgentConnected"))
            return (0, "No guest agent, exiting");
        if (GuestApi.Has(guest, "Paused"))
            return (0, "VM domain not running, no need to freeze/unfreeze");
        if (!command.Contains("--freeze"))
        {
            guests.ThawByLauncher(id);
            return (0, Done);
        }

        var seconds = int.Parse(Flag("--unfreezeTimeoutSeconds") ?? "300", CultureInfo.InvariantCulture);
        var isDone = await guests.FreezeByLauncherAsync(id, guest, TimeSpan.FromSeconds(seconds)).ConfigureAwait(false);
        return isDone ? (0, Done) : (1, "Freezing VMI failed");
    }

    /// <summary>How a command ended, as the runtime says it.</summary>
    private static JsonObject Status(int code) =>
        code == 0
            ? new JsonObject { ["metadata"] = new JsonObject(), ["status"] = "Success" }
            : new JsonObject
            {
                ["metadata"] = new JsonObject(),
                ["status"] = "Failure",
                ["message"] = $"command terminated with non-zero exit code: error executing command, exit code {code}",
                ["reason"] = "NonZeroExitCode",
                ["details"] = new JsonObject
                {
                    ["causes"] = new JsonArray(
                        new JsonObject
                        {
                            ["reason"] = "ExitCode",
                            ["message"] = code.ToString(CultureInfo.InvariantCulture),
                        }
                    ),
                },
            };

    private static Task SendAsync(WebSocket socket, byte channel, string text, CancellationToken cancellationToken) =>
        socket.SendAsync(
            (byte[])[channel, .. Encoding.UTF8.GetBytes(text)],
            WebSocketMessageType.Binary,
            true,
            cancellationToken
        );
}
