using KubeVirt.Backup.Client.Apply;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Resolvers;
using KubeVirt.Backup.Restore;
using KubeVirt.Backup.Testing;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

/// <summary>What a target is given, and what becomes of it.</summary>
public class ClusterTargetChoiceTests
{
    private const string Claim =
        """{"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"namespace":"shop","name":"db"},"spec":{"accessModes":["ReadWriteOnce"]}}""";
    private const string Machine =
        """{"apiVersion":"kubevirt.io/v1","kind":"VirtualMachine","metadata":{"namespace":"shop","name":"db"},"spec":{"runStrategy":"Always","template":{"spec":{"volumes":[{"name":"root","persistentVolumeClaim":{"claimName":"db"}}]}}}}""";
    private const string Shop = """{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"shop"}}""";

    private static readonly RestoreResult Restore = new(
        [
            [Resource.Parse(Claim)],
            [Resource.Parse(Machine)],
        ],
        [],
        [],
        []
    );

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_restore_and_what_checking_it_came_to_are_demanded_by_name()
    {
        await using var server = await TestCluster.StartAsync();
        using var client = server.CreateClient();
        var target = new ClusterTarget(client, Quick);
        var nothing = new ApplyReport([], []);
        foreach (
            var (ask, name) in new (Func<Task>, string)[]
            {
                (() => target.ApplyAsync(null!, null, Token), "restore"),
                (() => target.PreflightAsync(null!, null, Token), "restore"),
                (() => target.VerifyAsync(null!, Token), "restore"),
                (() => target.ReleaseAsync(null!, null, Token), "restore"),
                (() => target.SettleAsync(null!, nothing, Token), "restore"),
                (() => target.SettleAsync(Restore, null!, Token), "report"),
                (() => target.RehearseAsync(null!, nothing, Token), "restore"),
                (() => target.RehearseAsync(Restore, null!, Token), "preflight"),
            }
        )
            (await Should.ThrowAsync<ArgumentNullException>(ask)).ParamName.ShouldBe(name);
        server.Requests.ShouldBeEmpty();
    }

    // Without a resolver nobody knows that the machine needs a claim which is empty.
    [Theory]
    [InlineData(null, null, true)]
    [InlineData(false, null, false)]
    [InlineData(null, false, false)]
    [InlineData(false, true, true)]
    [InlineData(true, false, false)]
    public async Task Resolvers_of_the_options_go_before_those_of_the_target(
        bool? ofTarget,
        bool? ofOptions,
        bool isSeen
    )
    {
        await using var server = await TestCluster.StartAsync([Resource.Parse(Shop)]);
        using var client = server.CreateClient();
        var target = new ClusterTarget(client, Quick, resolvers: Choose(ofTarget));
        var report = await target.ApplyAsync(Restore, new ApplyOptions { Resolvers = Choose(ofOptions) }, Token);

        report.Findings.Any(finding => finding.Id == FindingIds.StartsEmpty).ShouldBe(isSeen);

        static ResolverSet? Choose(bool? isBuiltIn) =>
            isBuiltIn is null ? null
            : isBuiltIn.Value ? BuiltInResolvers.Default
            : new ResolverSet([]);
    }

    [Fact]
    public async Task A_log_tells_of_the_start_and_of_the_end()
    {
        await using var server = await TestCluster.StartAsync([Resource.Parse(Shop)]);
        using var client = server.CreateClient();
        var log = new KeptLog<ClusterTarget>();
        await new ClusterTarget(client, Quick, logger: log).ApplyAsync(Restore, Trusting, Token);

        log.Events.Where(told => told.Level == LogLevel.Information)
            .Select(told => told.Id)
            .ShouldBe([BackupEventIds.RestoreStarted, BackupEventIds.RestoreEnded]);
        log.Events[0].Text.ShouldBe("Restore of 2 objects in 2 sets.");
    }

    [Fact]
    public async Task Of_several_groups_that_are_not_told_of_the_first_by_name_is()
    {
        await using var server = await TestCluster.StartAsync([Resource.Parse(Shop)]);
        using var client = server.CreateClient();
        foreach (var group in new[] { "kubevirt.io", "storage.k8s.io" })
        {
            server.Api.StaleGroups.Add(group);
            server.Break(Fault.OfCode(503, $"/apis/{group}/v1", times: int.MaxValue));
        }

        var lost = await Should.ThrowAsync<ClusterException>(() =>
            new ClusterTarget(client, Quick).ApplyAsync(Restore, null, Token)
        );
        lost.Message.ShouldContain("/apis/kubevirt.io/v1");
    }

    [Fact]
    public async Task Findings_of_a_check_are_told_in_their_order()
    {
        await using var server = await TestCluster.StartAsync();
        server.AddUser("weak", new TestRule("get list", "*"));
        using var client = server.CreateClient("weak");
        var findings = (await new ClusterTarget(client, Quick).PreflightAsync(SampleCopy.Unique, null, Token)).Findings;

        findings.Count.ShouldBeGreaterThan(3);
        findings.ShouldBe(findings.Order());
    }

    [Theory]
    [InlineData(ApplyOutcome.Created, false)]
    [InlineData(ApplyOutcome.Kept, false)]
    [InlineData(ApplyOutcome.Failed, true)]
    [InlineData(ApplyOutcome.NotReached, true)]
    public async Task What_was_not_written_settles_nothing(ApplyOutcome outcome, bool isOpen)
    {
        await using var server = await TestCluster.StartAsync();
        using var client = server.CreateClient();
        var absent = ResourceId.Parse("Secret/shop/init");
        var lack = new Finding(FindingIds.TargetLacks, FindingSeverity.Error, absent, null, "It is absent.")
        {
            Absent = absent,
        };
        var report = new ApplyReport([new AppliedObject(absent, outcome, null)], []);
        var settled = await new ClusterTarget(client, Quick).SettleAsync(
            Restore with
            {
                Findings = [lack],
            },
            report,
            Token
        );

        settled.Findings.Contains(lack).ShouldBe(isOpen);
    }
}
