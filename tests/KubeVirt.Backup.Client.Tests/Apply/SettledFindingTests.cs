using KubeVirt.Backup.Client.Apply;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Resolvers;
using KubeVirt.Backup.Restore;
using KubeVirt.Backup.Testing;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

/// <summary>What the backup lacks is no finding any longer where the target was asked and has it.</summary>
public class SettledFindingTests
{
    private const string Claim =
        """{"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"namespace":"shop","name":"db"},"spec":{"storageClassName":"fast"}}""";
    private const string Machine =
        """{"apiVersion":"kubevirt.io/v1","kind":"VirtualMachine","metadata":{"namespace":"shop","name":"db"},"spec":{"runStrategy":"Halted","template":{"spec":{"volumes":[{"name":"init","cloudInitNoCloud":{"secretRef":{"name":"init"}}}]}}}}""";
    private const string Class =
        """{"apiVersion":"storage.k8s.io/v1","kind":"StorageClass","metadata":{"name":"quick"},"provisioner":"x"}""";
    private const string Secret =
        """{"apiVersion":"v1","kind":"Secret","metadata":{"namespace":"copy","name":"init"}}""";

    private static readonly ClusterOptions Quick = new()
    {
        RetryDelay = TimeSpan.FromMilliseconds(1),
        MaxRetryDelay = TimeSpan.FromMilliseconds(1),
    };
    private static readonly ResourceId Copy = new(Kinds.Namespace, null, "copy");
    private static readonly ResourceId Quickly = new(Kinds.StorageClass, null, "quick");
    private static readonly ResourceId Init = new(Kinds.Secret, "copy", "init");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(new[] { Class, Secret }, "")]
    [InlineData(new[] { Secret }, "quick")]
    [InlineData(new[] { Class }, "init")]
    [InlineData(new string[0], "init quick")]
    public async Task A_missing_object_that_the_target_has_is_no_finding_any_longer(string[] there, string open)
    {
        await using var server = await TestCluster.StartAsync(there.Select(Resource.Parse));
        using var client = server.CreateClient();
        var target = new ClusterTarget(client, Quick);
        var restore = Restore();
        AbsentOf(restore).ShouldBe([Copy, Init, Quickly], ignoreOrder: true);

        var report = await target.PreflightAsync(restore, null, Token);
        var settled = await target.SettleAsync(restore, report, Token);
        AbsentOf(settled)
            .Select(id => id.Name)
            .ShouldBe(open.Split(' ').Where(name => name.Length > 0), ignoreOrder: true);
        settled.Findings.Count(finding => finding.Id == FindingIds.TargetLacks).ShouldBe(AbsentOf(settled).Count());
    }

    [Fact]
    public async Task What_the_target_does_not_let_be_read_settles_nothing()
    {
        await using var server = await TestCluster.StartAsync([Resource.Parse(Class), Resource.Parse(Secret)]);
        server.AddUser("writer", new TestRule("create get", "namespaces"));
        using var client = server.CreateClient("writer");
        var target = new ClusterTarget(client, Quick);
        var report = new ApplyReport([], []);
        var settled = await target.SettleAsync(Restore(), report, Token);

        AbsentOf(settled).ShouldBe([Init, Quickly], ignoreOrder: true, "only namespaces may be read");
    }

    [Fact]
    public async Task An_object_that_goes_or_a_server_that_is_lost_settles_nothing()
    {
        var going = Class.Replace("\"name\"", "\"deletionTimestamp\":\"2026-01-02T03:04:05Z\",\"name\"");
        await using var server = await TestCluster.StartAsync([Resource.Parse(going)]);
        using var client = server.CreateClient();
        var target = new ClusterTarget(client, Quick);
        var report = new ApplyReport([], []);
        AbsentOf(await target.SettleAsync(Restore(), report, Token)).ShouldContain(Quickly);

        server.Break(new Fault(FaultKind.ResetBefore) { Times = int.MaxValue });
        AbsentOf(await target.SettleAsync(Restore(), report, Token)).ShouldBe([Copy, Init, Quickly], ignoreOrder: true);
    }

    private static RestoreResult Restore()
    {
        var graph = ResourceGraph.Create([Resource.Parse(Claim), Resource.Parse(Machine)], BuiltInResolvers.Default);
        var names = new NameMapBuilder();
        names.AddNamespace("shop=copy");
        names.AddStorageClass("fast=quick");
        return RestorePresets.Preserve.Apply(graph, names.Build());
    }

    private static IEnumerable<ResourceId> AbsentOf(RestoreResult restore) =>
        restore.Findings.Select(finding => finding.Absent).OfType<ResourceId>().Distinct();
}
