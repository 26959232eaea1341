using System.Net;
using System.Net.Sockets;
using k8s;
using KubeVirt.Backup.Client.Apply;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Restore;
using KubeVirt.Backup.Testing;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

/// <summary>A server that stops and starts again is waited for, and a server that is not trusted is not.</summary>
public class ServerRestartTests
{
    private const string Map =
        """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"namespace":"shop","name":"a"},"data":{"a":"1"}}""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_handshake_that_breaks_is_tried_again(bool isReset)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var connections = 0;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var closing = CloseAllAsync(listener, isReset, () => connections++, stop.Token);
        var address = $"https://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}";
        using var client = new Kubernetes(new KubernetesClientConfiguration { Host = address });
        var options = new ClusterOptions { RetryDelay = TimeSpan.FromMilliseconds(1), Attempts = 4 };
        var target = new ClusterTarget(client, options);
        var restore = new RestoreResult(
            [
                [Resource.Parse(Map)],
            ],
            [],
            [],
            []
        );
        var broken = await Should.ThrowAsync<ClusterException>(() => target.ApplyAsync(restore, null, Token));

        broken.Message.ShouldContain("broke off");
        broken.Message.ShouldNotContain("trusted");
        // The core group and all others are asked for at the same time.
        connections.ShouldBe(2 * options.Attempts);
        await stop.CancelAsync();
        await closing;
    }

    // A fake clock: what is waited in all is what the options say, whatever chance makes of it.
    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task A_server_that_is_away_for_a_minute_is_ridden_out_and_reported(string method)
    {
        var time = new FakeTimeProvider();
        await using var server = await TestCluster.StartAsync([TestMachines.Namespace("shop")]);
        using var client = server.CreateClient();
        server.Break(Fault.OfCode(503, "/configmaps", method, times: 9));
        var waits = new Reports<ClusterWait>();
        var options = new ClusterOptions { Waits = waits, RequestTimeout = TimeSpan.FromHours(10) };
        var restore = new RestoreResult(
            [
                [Resource.Parse(Map)],
            ],
            [],
            [],
            []
        );
        var applying = new ClusterTarget(client, options, time).ApplyAsync(restore, null, Token);
        while (!applying.IsCompleted)
        {
            await Task.Delay(2, Token);
            time.Advance(TimeSpan.FromMilliseconds(500));
        }

        (await applying).IsComplete.ShouldBeTrue(string.Join('\n', (await applying).Findings));
        waits.All.ShouldNotBeEmpty();
        waits.All.ShouldAllBe(wait => wait.ToString().Contains("503") && wait.ToString().Contains("Tried again in"));
        waits.All.Sum(wait => wait.Delay.TotalSeconds).ShouldBeGreaterThanOrEqualTo(60);
    }

    [Fact]
    public void The_waits_between_all_tries_are_a_minute_at_least()
    {
        var options = new ClusterOptions { Chance = new NoChance() };
        var waits = Enumerable.Range(1, options.Attempts - 1).Select(attempt => Backoff.After(attempt, null, options));

        waits.Sum(wait => wait.TotalSeconds).ShouldBeGreaterThanOrEqualTo(60);
    }

    private static async Task CloseAllAsync(
        TcpListener listener,
        bool isReset,
        Action count,
        CancellationToken cancellationToken
    )
    {
        try
        {
            while (true)
            {
                using var connection = await listener.AcceptTcpClientAsync(cancellationToken);
                count();
                // The handshake has begun by now. Without lingering a connection is reset, not closed.
                await connection.GetStream().ReadAtLeastAsync(new byte[64], 1, cancellationToken: cancellationToken);
                connection.LingerState = new LingerOption(isReset, 0);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    /// <summary>The shortest waits that there are.</summary>
    private sealed class NoChance : Random
    {
        public override double NextDouble() => 0;
    }
}
