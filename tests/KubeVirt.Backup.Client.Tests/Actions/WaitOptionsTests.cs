using KubeVirt.Backup.Client.Actions;
using KubeVirt.Backup.Client.Apply;
using KubeVirt.Backup.Client.Snapshots;
using KubeVirt.Backup.Restore;
using KubeVirt.Backup.Testing;
using KubeVirt.Backup.Testing.Server;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

public class WaitOptionsTests
{
    private static readonly Resource Claim = Resource.Parse(
        """{"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"namespace":"shop","name":"db"},"spec":{}}"""
    );
    private static readonly Resource Machine = Machines.Make("db", "shop").First();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<TimeSpan> LongLimits =>
        [TimeSpan.FromDays(50), TimeSpan.MaxValue, Timeout.InfiniteTimeSpan];

    [Theory]
    [MemberData(nameof(LongLimits))]
    public async Task A_restore_waits_as_long_as_its_options_say(TimeSpan limit)
    {
        var time = new FakeTimeProvider();
        await using var server = await TestCluster.StartAsync();
        server.Controllers = () =>
            Controllers.Finish(
                server,
                time.GetUtcNow() < new FakeTimeProvider().GetUtcNow() + TimeSpan.FromHours(1) ? "Pending" : "Bound",
                "Succeeded"
            );
        using var client = server.CreateClient();
        var applying = new ClusterTarget(client, Quick, time).ApplyAsync(
            new RestoreResult(
                [
                    [Claim],
                    [Machine],
                ],
                [],
                [],
                []
            ),
            new ApplyOptions
            {
                Wait = new WaitOptions { Limit = limit, PollInterval = TimeSpan.FromMinutes(5) },
            },
            Token
        );
        while (!applying.IsCompleted)
        {
            await Task.Delay(5, Token);
            time.Advance(TimeSpan.FromSeconds(30));
        }

        (await applying).IsComplete.ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(LongLimits))]
    public async Task A_snapshot_is_waited_for_as_long_as_its_options_say(TimeSpan limit)
    {
        var time = new FakeTimeProvider();
        await using var server = await TestCluster.StartAsync([Machine]);
        using var client = server.CreateClient();
        var snapshots = new VirtualMachineSnapshots(client, Quick, time);
        var created = await snapshots.CreateAsync(Machine.Id, "s1", cancellationToken: Token);
        var seen = new Reports<VirtualMachineSnapshot>(
            (_, count) =>
            {
                if (count == 3)
                    server.Remove(created.Id);
            }
        );
        var waiting = snapshots.WaitAsync(
            created,
            wait: new WaitOptions { Limit = limit },
            progress: seen,
            cancellationToken: Token
        );
        while (!waiting.IsCompleted)
        {
            await Task.Delay(5, Token);
            time.Advance(TimeSpan.FromSeconds(1));
        }

        (await waiting).Problem!.Message.ShouldContain("deleted");
        seen.All.Count.ShouldBe(4);
    }

    [Fact]
    public void What_cannot_be_waited_for_is_refused_at_once()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => new WaitOptions { Limit = TimeSpan.FromSeconds(-1) });
        Should.Throw<ArgumentOutOfRangeException>(() => new WaitOptions { PollInterval = Timeout.InfiniteTimeSpan });
        Should.Throw<ArgumentOutOfRangeException>(() => new WaitOptions { PollInterval = TimeSpan.FromDays(50) });
    }
}
