using System.Net;
using System.Net.WebSockets;
using System.Text;
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
    private const int MaxMessage = 1024 * 1024;
    private const byte OutcomeChannel = 3;

    /// <summary>Runs a command to its end. Cancelling stops waiting; the command may go on.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="container">The container in it.</param>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ClusterException">
    /// The server refused (a status below 500 is set then, and the command did not run), or nobody knows whether the
    /// command ran.
    /// </exception>
    public async Task<CommandResult> RunAsync(
        ResourceId pod,
        string container,
        IEnumerable<string> command,
        CancellationToken cancellationToken
    )
    {
        var path = $"/api/v1/namespaces/{pod.Namespace}/pods/{pod.Name}/exec";
        try
        {
            using var socket = await ConnectAsync(pod, container, command, cancellationToken).ConfigureAwait(false);
            return await ReadResultAsync(path, socket, cancellationToken).ConfigureAwait(false);
        }
        catch (WebSocketException e) when (e.WebSocketErrorCode == WebSocketError.NotAWebSocket)
        {
            throw await RefusalAsync(path, container, e, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not ClusterException && !cancellationToken.IsCancellationRequested)
        {
            // Plug-ins for credentials throw exceptions of any type, too.
            throw CommandOutcome.MayHaveRun(
                path,
                $"the connection failed or broke off, and the command may have run: {e.GetBaseException().Message}",
                e
            );
        }
    }

    private Task<WebSocket> ConnectAsync(
        ResourceId pod,
        string container,
        IEnumerable<string> command,
        CancellationToken cancellationToken
    ) =>
        client.WebSocketNamespacedPodExecAsync(
            pod.Name,
            pod.Namespace,
            command,
            container,
            stderr: true,
            stdin: false,
            stdout: true,
            tty: false,
            webSocketSubProtocol: WebSocketProtocol.V4BinaryWebsocketProtocol,
            cancellationToken: cancellationToken
        );

    /// <summary>Reads messages up to the outcome.</summary>
    private static async Task<CommandResult> ReadResultAsync(
        string path,
        WebSocket socket,
        CancellationToken cancellationToken
    )
    {
        var output = new StringBuilder();
        while (await ReceiveAsync(socket, cancellationToken).ConfigureAwait(false) is { } message)
        {
            if (message is [OutcomeChannel, .. var outcome])
                return new CommandResult(CommandOutcome.ExitCodeIn(path, outcome), output.ToString());
            if (message.Length > 1 && output.Length < MaxOutput)
                output.Append(Encoding.UTF8.GetString(message.AsSpan(1)));
        }

        throw CommandOutcome.MayHaveRun(
            path,
            "the connection was closed before the command's outcome was sent: it may have run."
        );
    }

    /// <summary>
    /// What the server says against the command, before anything ran. Only a plain request, which runs nothing either,
    /// gets its message.
    /// </summary>
    private async Task<ClusterException> RefusalAsync(
        string path,
        string container,
        WebSocketException cause,
        CancellationToken cancellationToken
    )
    {
        await connection
            .SendAsync(HttpMethod.Get, path, $"?container={container}", null, cancellationToken)
            .ConfigureAwait(false);
        return new ClusterException(
            HttpMethod.Get,
            path,
            "the server does not open a WebSocket. Look at what stands between.",
            cause
        )
        {
            StatusCode = HttpStatusCode.UpgradeRequired,
        };
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
            if (message.Length > MaxMessage)
                throw new IOException($"a message was longer than {MaxMessage} bytes");
            if (part.EndOfMessage)
                return message.ToArray();
        }
    }
}
