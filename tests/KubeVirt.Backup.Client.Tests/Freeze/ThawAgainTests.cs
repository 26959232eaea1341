using System.Net.Http.Headers;
using k8s;
using k8s.Authentication;
using k8s.Exceptions;
using KubeVirt.Backup.Client.Freeze;
using KubeVirt.Backup.Planning;
using KubeVirt.Backup.Testing;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

/// <summary>What goes wrong once while a guest is frozen does not leave it so.</summary>
public class ThawAgainTests
{
    private static readonly FreezeOptions Soon = new()
    {
        ThawDelay = TimeSpan.FromMilliseconds(5),
        Timeout = TimeSpan.FromSeconds(10),
        LateFreeze = TimeSpan.FromSeconds(1),
    };
    private static readonly ResourceId Guest = new(Kinds.VirtualMachineInstance, "shop", "vm-0000");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Credentials_that_could_not_be_had_once_are_asked_for_again(bool byExec)
    {
        await using var server = await TestCluster.StartAsync(Machines.Make(1));
        var plugin = new Plugin(TestCluster.Administrator);
        using var client = new Kubernetes(
            new KubernetesClientConfiguration
            {
                Host = server.Api.Url,
                TokenProvider = plugin,
                SslCaCerts = [server.Api.Certificates.Authority],
            }
        );
        IGuestFreezer freezer = byExec
            ? new ExecGuestFreezer(client, Quick)
            : new KubernetesGuestFreezer(client, Quick);
        var session = await FreezeSession.StartAsync(
            freezer,
            [Guest],
            Soon,
            cancellationToken: TestContext.Current.CancellationToken
        );
        // The thaw is sent at once; by exec the pod is looked up first.
        plugin.FailAt = plugin.Calls + (byExec ? 3 : 1);
        (await session.ThawAsync()).ShouldHaveSingleItem().Consistency.ShouldBe(Consistency.FilesystemConsistent);
        server.Guest(Guest).IsFrozen.ShouldBeFalse();
    }

    [Fact]
    public async Task An_answer_that_nothing_is_there_counts_only_if_the_API_server_gave_it()
    {
        await using var server = await TestCluster.StartAsync(Machines.Make(1));
        using var client = server.CreateClient();
        var session = await FreezeSession.StartAsync(
            new KubernetesGuestFreezer(client, Quick),
            [Guest],
            Soon,
            cancellationToken: TestContext.Current.CancellationToken
        );
        server.Break(Fault.OfCode(404, "/unfreeze"));
        (await session.ThawAsync()).ShouldHaveSingleItem().Consistency.ShouldBe(Consistency.FilesystemConsistent);
        server.Guest(Guest).IsFrozen.ShouldBeFalse();
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(int.MaxValue, true)]
    public async Task A_guest_that_refused_halfway_is_thawed_until_it_works_or_said_to_be_in_doubt(
        int failures,
        bool isFrozen
    )
    {
        var guest = new Halfway { Failures = failures };
        var time = new FakeTimeProvider();
        var session = await FreezeSession.StartAsync(guest, [Guest], Soon, time, TestContext.Current.CancellationToken);
        var verdict = (await time.RunAsync(session.ThawAsync)).ShouldHaveSingleItem();
        verdict.Consistency.ShouldBe(Consistency.CrashConsistent);
        verdict.Reason.Contains("thaw it by hand", StringComparison.Ordinal).ShouldBe(isFrozen);
        guest.IsFrozen.ShouldBe(isFrozen);
    }

    [Fact]
    public async Task Whatever_a_freezer_throws_at_the_end_the_guest_is_thawed()
    {
        var guest = new Odd();
        var session = await FreezeSession.StartAsync(
            guest,
            [Guest],
            Soon,
            cancellationToken: TestContext.Current.CancellationToken
        );
        guest.Throws = new([
            new InvalidOperationException(),
            new OperationCanceledException(),
            new TimeoutException(),
            new ArgumentException("x"),
        ]);
        (await session.ThawAsync()).ShouldHaveSingleItem().Consistency.ShouldBe(Consistency.FilesystemConsistent);
        guest.Thaws.ShouldBe(1);
    }

    private sealed class Plugin(string token) : ITokenProvider
    {
        public int Calls { get; private set; }

        public int FailAt { get; set; } = -1;

        public Task<AuthenticationHeaderValue> GetAuthenticationHeaderAsync(CancellationToken cancellationToken) =>
            ++Calls == FailAt
                ? throw new KubeConfigException("the plug-in ended with 1")
                : Task.FromResult(new AuthenticationHeaderValue("Bearer", token));
    }

    /// <summary>Throws what no freezer should, in turn.</summary>
    private sealed class Odd : IGuestFreezer
    {
        public Queue<Exception> Throws { get; set; } = new();

        public int Thaws { get; private set; }

        public ValueTask<GuestStatus?> GetStatusAsync(
            ResourceId guest,
            CancellationToken cancellationToken = default
        ) =>
            Throws.TryDequeue(out var e)
                ? throw e
                : new(
                    new GuestStatus
                    {
                        Uid = "1",
                        Phase = "Running",
                        HasAgent = true,
                    }
                );

        public ValueTask FreezeAsync(
            ResourceId guest,
            TimeSpan timeout,
            CancellationToken cancellationToken = default
        ) => default;

        public ValueTask UnfreezeAsync(ResourceId guest, CancellationToken cancellationToken = default)
        {
            if (Throws.TryDequeue(out var e))
                throw e;
            Thaws++;
            return default;
        }
    }

    private sealed class Halfway : IGuestFreezer
    {
        public int Failures { get; set; }

        public bool IsFrozen { get; private set; }

        public ValueTask<GuestStatus?> GetStatusAsync(
            ResourceId guest,
            CancellationToken cancellationToken = default
        ) =>
            new(
                new GuestStatus
                {
                    Uid = "1",
                    Phase = "Running",
                    HasAgent = true,
                }
            );

        public ValueTask FreezeAsync(ResourceId guest, TimeSpan timeout, CancellationToken cancellationToken = default)
        {
            IsFrozen = true;
            throw new FreezeRefusedException("the agent did not answer");
        }

        public ValueTask UnfreezeAsync(ResourceId guest, CancellationToken cancellationToken = default)
        {
            if (Failures-- > 0)
                throw new IOException("503");
            IsFrozen = false;
            return default;
        }
    }
}
