using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace KubeVirt.Backup.Cluster;

/// <summary>
/// Runs virt-freezer in the launcher's pod, with its exit codes and logs, over the WebSocket of pods/exec.
/// </summary>
/// <remarks>Source: KubeVirt cmd/virt-freezer/virt-freezer.go.</remarks>
internal sealed class ExecApi(ApiStore store, GuestApi guests)
{
    private const string Protocol = "v4.channel.k8s.io";

    /// <summary>What is answered of each command instead of its exit code, whatever it did. Nothing unless set.</summary>
    public JsonObject? Outcome { get; set; }

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
        using var socket = await context.WebSockets.AcceptWebSocketAsync(Protocol);
        var (code, log) = await RunAsync(pod, [.. context.Request.Query["command"].OfType<string>()]);
        await SendAsync(
            socket,
            2,
            $$"""{"component":"freezer","level":"info","msg":"{{log}}"}""" + "\n",
            context.RequestAborted
        );
        if (fault?.Kind == FaultKind.ResetAfter)
        {
            context.Abort();
            return null;
        }

        await SendAsync(socket, 3, (Outcome ?? Status(code)).ToJsonString(), context.RequestAborted);
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, context.RequestAborted);
        return null;
    }

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
        if (command.Contains("--freeze"))
            return await guests.FreezeByLauncherAsync(
                id,
                guest,
                TimeSpan.FromSeconds(int.Parse(Flag("--unfreezeTimeoutSeconds") ?? "300", CultureInfo.InvariantCulture))
            )
                ? (0, "Operation completed successfully")
                : (1, "Freezing VMI failed");
        guests.ThawByLauncher(id);
        return (0, "Operation completed successfully");
    }

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
