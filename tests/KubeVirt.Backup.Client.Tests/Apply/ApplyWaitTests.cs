using KubeVirt.Backup.Client.Actions;
using KubeVirt.Backup.Client.Apply;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Restore;
using KubeVirt.Backup.Testing;
using KubeVirt.Backup.Testing.Server;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

public partial class ApplyWaitTests
{
    private static readonly RestoreResult Copy = SampleCopy.Held;

    private static readonly List<ResourceId> Held =
    [
        .. Copy
            .Resources.Where(resource =>
                resource.At("/metadata/annotations/kubevirt-backup~1held-run-state") is not null
            )
            .Select(resource => resource.Id),
    ];

    /// <summary>Without a journal nobody knows whose data they hold when they are there already.</summary>
    private static readonly List<ResourceId> Volumes =
    [
        .. Copy
            .Resources.Select(resource => resource.Id)
            .Where(id => id.Kind == Kinds.PersistentVolumeClaim || id.Kind == Kinds.DataVolume),
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_set_is_written_only_when_what_it_needs_is_ready()
    {
        await using var server = await TestCluster.StartAsync();
        server.Controllers = () => Controllers.Finish(server, "Bound", "Succeeded");
        using var client = server.CreateClient();
        var early = new List<ResourceId>();
        var progress = new Reports<ApplyProgress>(
            (report, _) =>
            {
                if (report.Applied.Resource.Kind == Kinds.VirtualMachine)
                    early.AddRange(Unready(server));
            }
        );
        var report = await new ClusterTarget(client, Quick).ApplyAsync(
            Copy,
            Trusting with
            {
                Wait = Short,
                Progress = progress,
            },
            Token
        );
        report.IsComplete.ShouldBeTrue(string.Join('\n', report.Findings));
        report.Findings.ShouldBeEmpty();
        early.ShouldBeEmpty();
        Held.ShouldNotBeEmpty();
        Held.ShouldAllBe(id => IsHeld(server, id));
    }

    [Fact]
    public async Task The_deadline_counts_and_what_failed_for_good_is_not_waited_for()
    {
        var time = new FakeTimeProvider();
        await using var server = await TestCluster.StartAsync();
        server.Controllers = () => Controllers.Finish(server, "Pending", "ImportInProgress");
        using var client = server.CreateClient();
        var applying = new ClusterTarget(client, Quick, time).ApplyAsync(
            Copy,
            new ApplyOptions
            {
                Wait = new WaitOptions { Limit = TimeSpan.FromMinutes(3), PollInterval = TimeSpan.FromSeconds(20) },
            },
            Token
        );
        var start = time.GetTimestamp();
        while (!applying.IsCompleted)
        {
            await Task.Delay(5, Token);
            time.Advance(TimeSpan.FromSeconds(5));
        }

        time.GetElapsedTime(start).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMinutes(3));
        (await applying).Findings.ShouldContain(finding =>
            finding.Id == FindingIds.NotReady
            && finding.Message.StartsWith("The object is Pending, not Bound.", StringComparison.Ordinal)
        );

        server.Controllers = () => Controllers.Finish(server, "Lost", "Failed");
        (
            await new ClusterTarget(client, Quick).ApplyAsync(
                Copy,
                new ApplyOptions { Wait = new WaitOptions { Limit = TimeSpan.FromHours(1) } },
                Token
            )
        ).Findings.ShouldContain(finding => finding.Message.Contains("The object is Lost", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Held_machines_run_when_everything_is_ready_and_not_before()
    {
        await using var server = await TestCluster.StartAsync();
        server.Controllers = () => Controllers.Finish(server, "Bound", "Succeeded");
        using var client = server.CreateClient();
        var report = await new ClusterTarget(client, Quick).ApplyAsync(Copy, Releasing, Token);
        report.Findings.ShouldBeEmpty();
        foreach (var id in Held)
        {
            IsHeld(server, id).ShouldBeFalse();
            var before = Repository.SampleManifests.Resources.Single(resource =>
                resource.Id == new ResourceId(id.Kind, "shop", id.Name)
            );
            server.Store.Find(id)!["spec"]!
                ["runStrategy"]
                ?.GetValue<string>()
                .ShouldBe(before.StringAt("/spec/runStrategy"));
            server.Store.Find(id)!["spec"]!["paused"]?.ToJsonString().ShouldBe(before.At("/spec/paused")?.GetRawText());
        }

        var first = server
            .Requests.Index()
            .First(request =>
                request.Item.Method == "PATCH"
                && Held.Exists(id => request.Item.Path.EndsWith($"/{id.Name}", StringComparison.Ordinal))
            )
            .Index;
        server.Requests.Skip(first).ShouldNotContain(request => request.Method == "POST");
    }

    [Fact]
    public async Task Held_machines_are_released_later_and_once_whatever_gets_between()
    {
        await using var server = await TestCluster.StartAsync();
        server.Controllers = () => Controllers.Finish(server, "Pending", "Succeeded");
        using var client = server.CreateClient();
        var target = new ClusterTarget(client, Quick);
        (await target.ApplyAsync(Copy with { Owners = [] }, null, Token)).IsComplete.ShouldBeTrue();
        Held.ShouldAllBe(id => IsHeld(server, id));

        server.Break(Fault.OfCode(409, Held[0].Name, "PATCH"));
        server.Break(new Fault(FaultKind.ResetAfter) { Method = "PATCH", Path = Held[1].Name });
        (await target.ReleaseAsync(Copy, "our-restores", Token)).ShouldBeEmpty();
        Held.ShouldAllBe(id => !IsHeld(server, id));
        server
            .Requests.Where(request => request.Method == "PATCH")
            .ShouldAllBe(request => request.Query.Contains("fieldManager=our-restores&", StringComparison.Ordinal));
        var patches = server.Requests.Count(request => request.Method == "PATCH");
        (await target.ReleaseAsync(Copy, null, Token)).ShouldBeEmpty();
        server.Requests.Count(request => request.Method == "PATCH").ShouldBe(patches);
    }

    [Fact]
    public async Task What_is_released_is_written_under_the_field_manager_of_the_restore()
    {
        await using var server = await TestCluster.StartAsync();
        server.Controllers = () => Controllers.Finish(server, "Bound", "Succeeded");
        using var client = server.CreateClient();
        var options = new ApplyOptions
        {
            FieldManager = "our-restores",
            Releases = true,
            Filled = _ => true,
        };
        var report = await new ClusterTarget(client, Quick).ApplyAsync(Copy, options, Token);
        report.IsComplete.ShouldBeTrue(string.Join('\n', report.Findings));

        Held.ShouldAllBe(id => !IsHeld(server, id));
        var writes = server.Requests.Where(request => request.Query.Contains("fieldManager", StringComparison.Ordinal));
        writes.ShouldContain(request => request.Method == "PATCH" && request.Path.EndsWith(Held[0].Name));
        writes.ShouldAllBe(request => request.Query.Contains("fieldManager=our-restores&", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_not_ready_keeps_machines_held_and_what_may_not_be_patched_is_named()
    {
        await using var server = await TestCluster.StartAsync();
        server.Controllers = () => Controllers.Finish(server, "Bound", "Succeeded", "ErrorUnschedulable");
        server.AddUser("creator", new TestRule("get list create", "*"));
        using var client = server.CreateClient();
        var report = await new ClusterTarget(client, Quick).ApplyAsync(
            Copy with
            {
                Owners = [],
            },
            new ApplyOptions
            {
                Wait = Short with { Limit = TimeSpan.FromMilliseconds(300) },
                Releases = true,
                Filled = _ => true,
            },
            Token
        );
        var machines = Held.Where(id => id.Kind == Kinds.VirtualMachine).ToList();
        report
            .Findings.Where(finding => finding.Id == FindingIds.NotReleased)
            .Select(finding => finding.Resource!.Value)
            .ShouldBe(machines, ignoreOrder: true);
        report.Findings.ShouldContain(finding =>
            finding.Id == FindingIds.NotReady
            && finding.Message.Contains("ErrorUnschedulable", StringComparison.Ordinal)
        );
        machines.ShouldAllBe(id => IsHeld(server, id));
        Held.Except(machines).ShouldAllBe(id => !IsHeld(server, id), "only what is not ready stays held");

        using var weak = server.CreateClient("creator");
        var refused = await new ClusterTarget(weak, Quick).ReleaseAsync(Copy, null, Token);
        refused
            .Select(finding => (finding.Id, finding.Severity))
            .Distinct()
            .ShouldBe([(FindingIds.NotReleased, FindingSeverity.Error)]);
        refused.Select(finding => finding.Resource!.Value).ShouldBe(machines, ignoreOrder: true);
    }

    [Fact]
    public async Task A_held_machine_that_was_kept_is_not_let_run()
    {
        await using var server = await TestCluster.StartAsync();
        server.Controllers = () => Controllers.Finish(server, "Bound", "Succeeded");
        using var client = server.CreateClient();
        var target = new ClusterTarget(client, Quick);
        await target.ApplyAsync(Copy, new ApplyOptions { Existing = _ => ExistingObject.Fail }, Token);
        var report = await target.ApplyAsync(Copy, Releasing, Token);
        ShouldNameWhatIsHeldAndWhatIsThere(report);
        report.IsComplete.ShouldBeFalse("what was to be released is not");
        report
            .Objects.Where(applied => Held.Contains(applied.Resource))
            .ShouldAllBe(applied => applied.Outcome == ApplyOutcome.Kept);
        Held.ShouldAllBe(id => IsHeld(server, id));
    }

    [Fact]
    public async Task A_killed_restore_without_a_journal_puts_owners_back_and_names_what_is_still_held()
    {
        await using var server = await TestCluster.StartAsync();
        server.Controllers = () => Controllers.Finish(server, "Bound", "Succeeded");
        using var client = server.CreateClient();
        using var kill = new CancellationTokenSource();
        var killer = new Reports<ApplyProgress>(
            (_, count) =>
            {
                if (count == Copy.Resources.Count())
                    kill.Cancel();
            }
        );
        var target = new ClusterTarget(client, Quick with { Parallelism = 1, ObjectParallelism = 1 });
        await Should.ThrowAsync<OperationCanceledException>(() =>
            target.ApplyAsync(Copy, new ApplyOptions { Progress = killer }, kill.Token)
        );
        Copy.Owners.ShouldNotBeEmpty();
        Copy.Owners.ShouldAllBe(owner => server.Store.Find(owner.Object)!["metadata"]!["ownerReferences"] == null);

        var report = await target.ApplyAsync(Copy, null, Token);
        report.Objects.ShouldAllBe(applied => applied.Outcome == ApplyOutcome.Kept);
        ShouldNameWhatIsHeldAndWhatIsThere(report);
        Copy.Owners.ShouldAllBe(owner =>
            Volumes.Contains(owner.Object) || server.Store.Find(owner.Object)!["metadata"]!["ownerReferences"] != null
        );
    }

    [Fact]
    public async Task A_restore_that_ended_well_and_is_run_again_tells_of_what_runs_now_and_not_of_owners_that_are_there()
    {
        await using var server = await TestCluster.StartAsync();
        server.Controllers = () => Controllers.Finish(server, "Bound", "Succeeded");
        using var client = server.CreateClient();
        var target = new ClusterTarget(client, Quick);
        (await target.ApplyAsync(Copy, Releasing, Token)).Findings.ShouldBeEmpty();
        var again = await target.ApplyAsync(Copy, Releasing, Token);
        again.IsComplete.ShouldBeTrue();
        again
            .Findings.Select(finding => (finding.Id, finding.Severity, finding.Resource!.Value))
            .ShouldBe(
                Held.Concat(Volumes).Select(id => (FindingIds.ObjectExists, FindingSeverity.Warning, id)),
                ignoreOrder: true
            );
    }

    [Fact]
    public async Task A_restore_of_which_a_wait_ran_out_is_not_complete_even_if_everything_is_written()
    {
        await using var server = await TestCluster.StartAsync();
        server.Controllers = () => Controllers.Finish(server, "Bound", "Succeeded", "ErrorUnschedulable");
        using var client = server.CreateClient();
        var report = await new ClusterTarget(client, Quick).ApplyAsync(
            Copy,
            new ApplyOptions
            {
                Wait = Short with { Limit = TimeSpan.FromMilliseconds(300) },
                Releases = true,
                Filled = _ => true,
            },
            Token
        );
        report.Objects.ShouldAllBe(applied => applied.Outcome == ApplyOutcome.Created);
        report.IsComplete.ShouldBeFalse();
    }

    private static void ShouldNameWhatIsHeldAndWhatIsThere(ApplyReport report) =>
        report
            .Findings.Select(finding => (finding.Id, finding.Severity, finding.Resource!.Value))
            .ShouldBe(
                [
                    .. Held.Select(id => (FindingIds.NotReleased, FindingSeverity.Warning, id)),
                    .. Volumes.Select(id => (FindingIds.ObjectExists, FindingSeverity.Warning, id)),
                ],
                ignoreOrder: true
            );

    private static bool IsHeld(TestCluster server, ResourceId id) =>
        server.Store.Find(id)!["metadata"]!["annotations"]?["kubevirt-backup/held-run-state"] is not null;

    private static IEnumerable<ResourceId> Unready(TestCluster server) =>
        new[] { Kinds.PersistentVolumeClaim, Kinds.DataVolume }
            .SelectMany(kind => server.Store.List(kind, null))
            .Where(item => item["status"] is null)
            .Select(item => Resource.Parse(item.ToJsonString()).Id);
}
