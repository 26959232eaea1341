using KubeVirt.Backup.Client.Actions;
using KubeVirt.Backup.Client.Apply;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Restore;
using KubeVirt.Backup.Testing;
using KubeVirt.Backup.Testing.Server;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

/// <summary>A volume that does not become ready stops what needs it, and nothing else.</summary>
public class UnreadyTests
{
    private const string Volume =
        """{"apiVersion":"cdi.kubevirt.io/v1beta1","kind":"DataVolume","metadata":{"namespace":"shop","name":"NAME"},"spec":{"source":SOURCE,"storage":{}}}""";
    private const string Machine =
        """{"apiVersion":"kubevirt.io/v1","kind":"VirtualMachine","metadata":{"namespace":"shop","name":"NAME","annotations":{"kubevirt-backup/held-run-state":"{\"runStrategy\":\"Always\"}"}},"spec":{"runStrategy":"Halted","template":{"spec":{"volumes":[{"name":"root","dataVolume":{"name":"NAME"}}]}}}}""";
    private const string Image = """{"http":{"url":"https://example.org/disk.img"}}""";
    private const string CloneOfA = """{"pvc":{"namespace":"shop","name":"a"}}""";

    private static readonly ClusterOptions Quick = new()
    {
        RetryDelay = TimeSpan.FromMilliseconds(1),
        MaxRetryDelay = TimeSpan.FromMilliseconds(1),
        Parallelism = 1,
        ObjectParallelism = 1,
    };
    private static readonly ApplyOptions Releasing = new()
    {
        Wait = new WaitOptions { Limit = TimeSpan.FromSeconds(3), PollInterval = TimeSpan.FromMilliseconds(10) },
        Filled = _ => true,
        Releases = true,
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Failed", "Bound")]
    [InlineData("ImportInProgress", "Pending")]
    [InlineData("Succeeded", "Lost")]
    public async Task A_volume_that_is_not_populated_stops_its_machine_and_no_other(string volume, string claim)
    {
        await using var server = await StartAsync(volume, claim);
        using var client = server.CreateClient();
        var restore = Restore(
            [DataVolume("a"), DataVolume("b")],
            [MachineOf("a"), MachineOf("b")],
            [DataVolume("c")],
            [MachineOf("c")]
        );
        var report = await new ClusterTarget(client, Quick).ApplyAsync(restore, Releasing, Token);

        OutcomesOf(report, "a").ShouldBe([ApplyOutcome.Created, ApplyOutcome.NotReached]);
        OutcomesOf(report, "b").ShouldBe([ApplyOutcome.Created, ApplyOutcome.Created]);
        OutcomesOf(report, "c").ShouldBe([ApplyOutcome.Created, ApplyOutcome.Created]);
        report.IsComplete.ShouldBeFalse();
        var finding = report.Findings.ShouldHaveSingleItem();
        finding.Id.ShouldBe(FindingIds.NotReady);
        finding.Resource!.Value.Name.ShouldBe("a");
        StrategyOf(server, "b").ShouldBe("Always", "all that it needs is ready");
        StrategyOf(server, "c").ShouldBe("Always", "all that it needs is ready");
    }

    [Fact]
    public async Task What_needs_a_volume_over_another_one_is_not_reached_either()
    {
        await using var server = await StartAsync("Failed", "Pending");
        using var client = server.CreateClient();
        var restore = Restore([DataVolume("a")], [DataVolume("d", CloneOfA), DataVolume("b")], [MachineOf("d")]);
        var report = await new ClusterTarget(client, Quick).ApplyAsync(restore, Releasing, Token);

        OutcomesOf(report, "d").ShouldBe([ApplyOutcome.NotReached, ApplyOutcome.NotReached]);
        OutcomesOf(report, "b").ShouldBe([ApplyOutcome.Created]);
    }

    [Fact]
    public async Task A_machine_that_does_not_become_well_stays_held_and_the_others_run()
    {
        await using var server = await StartAsync("Succeeded", "Bound");
        server.Controllers = () =>
        {
            Finish(server, "Succeeded", "Bound");
            if (server.Store.Find(IdOf("a")) is not null)
                server.SetStatus(IdOf("a"), """{"printableStatus":"ErrorUnschedulable"}""");
        };
        using var client = server.CreateClient();
        var restore = Restore([DataVolume("a"), DataVolume("b")], [MachineOf("a"), MachineOf("b")]);
        var report = await new ClusterTarget(client, Quick).ApplyAsync(restore, Releasing, Token);

        report.IsComplete.ShouldBeFalse();
        report
            .Findings.Select(finding => (finding.Id, finding.Resource!.Value.Name))
            .ShouldBe([(FindingIds.NotReady, "a"), (FindingIds.NotReleased, "a")], ignoreOrder: true);
        StrategyOf(server, "a").ShouldBe("Halted");
        StrategyOf(server, "b").ShouldBe("Always");
    }

    private static async Task<TestCluster> StartAsync(string volume, string claim)
    {
        var server = await TestCluster.StartAsync([TestMachines.Namespace("shop")]);
        server.Controllers = () => Finish(server, volume, claim);
        return server;
    }

    /// <summary>All becomes ready but the volume a, which gets the given states.</summary>
    private static void Finish(TestCluster server, string volume, string claim)
    {
        Controllers.Finish(server, "Bound", "Succeeded");
        var a = new ResourceId(Kinds.DataVolume, "shop", "a");
        if (server.Store.Find(a) is null)
            return;

        server.SetStatus(a, $$"""{"phase":"{{volume}}"}""");
        server.SetStatus(a.WithKind(Kinds.PersistentVolumeClaim), $$"""{"phase":"{{claim}}"}""");
    }

    private static string DataVolume(string name, string source = Image) =>
        Volume.Replace("NAME", name).Replace("SOURCE", source);

    private static string MachineOf(string name) => Machine.Replace("NAME", name);

    private static ResourceId IdOf(string machine) => new(Kinds.VirtualMachine, "shop", machine);

    private static IEnumerable<ApplyOutcome> OutcomesOf(ApplyReport report, string name) =>
        report.Objects.Where(applied => applied.Resource.Name == name).Select(applied => applied.Outcome);

    private static string StrategyOf(TestCluster server, string machine) =>
        server.Store.Find(IdOf(machine))!["spec"]!["runStrategy"]!.GetValue<string>();

    private static RestoreResult Restore(params string[][] sets) =>
        new([.. sets.Select(set => set.Select(Resource.Parse).ToList())], [], [], []);
}
