using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using k8s;
using KubeVirt.Backup.Client.Cluster;

namespace KubeVirt.Backup.Client.Freeze;

/// <summary>Runs a command in a container by the WebSocket of <c>pods/exec</c>.</summary>
/// <remarks>
/// Source: Kubernetes staging/src/k8s.io/apimachinery/pkg/util/remotecommand, subprotocol v4.channel.k8s.io: each
/// message begins with the number of its channel, and the third one holds the outcome.
/// </remarks>
internal sealed class PodCommand(IKubernetes client, ClusterConnection connection)
{
    private const int MaxOutput = 64 * 1024;
    private const byte Outcome = 3;

    /// <summary>Runs it to its end. Cancelling stops waiting; the command may go on.</summary>
    /// <returns>The exit code, and what it wrote.</returns>
    /// <exception cref="ClusterException">
    /// The server refused (a status below 500 is set then, and the command did not run), or nobody knows whether the
    /// command ran.
    /// </exception>
    public async Task<(int ExitCode, string Output)> RunAsync(
        string ns,
        string pod,
        string container,
        IEnumerable<string> command,
        CancellationToken cancellationToken
    )
    {
        var path = $"/api/v1/namespaces/{ns}/pods/{pod}/exec";
        try
        {
            using var socket = await client
                .WebSocketNamespacedPodExecAsync(
                    pod,
                    ns,
                    command,
                    container,
                    stderr: true,
                    stdin: false,
                    stdout: true,
                    tty: false,
                    webSocketSubProtocol: WebSocketProtocol.V4BinaryWebsocketProtocol,
                    cancellationToken: cancellationToken
                )
                .ConfigureAwait(false);
            var output = new StringBuilder();
            while (await ReceiveAsync(socket, cancellationToken).ConfigureAwait(false) is { } message)
            {
                if (message is [Outcome, .. var status])
                    return (ExitCode(path, status), output.ToString());
                if (message.Length > 1 && output.Length < MaxOutput)
                    output.Append(Encoding.UTF8.GetString(message.AsSpan(1)));
            }

            throw new ClusterException(
                HttpMethod.Get,
                path,
                "the connection was closed before the command's outcome was told: it may have run."
            )
            {
                IsTransient = true,
            };
        }
        catch (WebSocketException e) when (e.WebSocketErrorCode == WebSocketError.NotAWebSocket)
        {
            // The server refused before anything ran. Only a plain request, which runs nothing either, gets its words.
            await connection
                .SendAsync(HttpMethod.Get, path, $"?container={container}", null, cancellationToken)
                .ConfigureAwait(false);
            throw new ClusterException(
                HttpMethod.Get,
                path,
                "the server makes no WebSocket of it. Look at what stands between.",
                e
            )
            {
                StatusCode = HttpStatusCode.UpgradeRequired,
            };
        }
        catch (Exception e) when (e is not ClusterException && !cancellationToken.IsCancellationRequested)
        {
            // What gets credentials throws what it likes, too.
            throw new ClusterException(
                HttpMethod.Get,
                path,
                $"the connection failed or broke off, and the command may have run: {e.GetBaseException().Message}",
                e
            )
            {
                IsTransient = true,
            };
        }
    }

    /// <summary>The next message; <see langword="null"/> where the server closes.</summary>
    private static async Task<byte[]?> ReceiveAsync(WebSocket socket, CancellationToken cancellationToken)
    {
        using var message = new MemoryStream();
        var buffer = new byte[4096];
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(), cancellationToken).ConfigureAwait(false);
            if (part.MessageType == WebSocketMessageType.Close)
                return null;
            message.Write(buffer.AsSpan(0, part.Count));
            if (part.EndOfMessage)
                return message.ToArray();
        }
    }

    private static int ExitCode(string path, byte[] status)
    {
        try
        {
            var outcome = JsonElement.Parse(status);
            if (outcome.GetProperty("status").GetString() == "Success")
                return 0;
            if (
                outcome.TryGetProperty("details", out var details)
                && details
                    .GetProperty("causes")
                    .EnumerateArray()
                    .FirstOrDefault(cause => cause.GetProperty("reason").GetString() == "ExitCode")
                    is { ValueKind: JsonValueKind.Object } code
            )
                return int.Parse(
                    code.GetProperty("message").GetString()!,
                    System.Globalization.CultureInfo.InvariantCulture
                );
            // What runs the container says so when it could not begin, and also when it lost sight of what it began.
            throw new ClusterException(
                HttpMethod.Get,
                path,
                $"the command's outcome is not known: {outcome.GetProperty("message").GetString()}. It may have run."
            )
            {
                IsTransient = true,
            };
        }
        catch (Exception e)
            when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new ClusterException(
                HttpMethod.Get,
                path,
                "the command's outcome cannot be read: it may have run.",
                e
            )
            {
                IsTransient = true,
            };
        }
    }
}
