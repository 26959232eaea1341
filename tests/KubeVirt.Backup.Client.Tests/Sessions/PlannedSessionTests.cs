using System.Text.Json.Nodes;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Client.Freeze;
using KubeVirt.Backup.Client.Sessions;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Manifests;
using KubeVirt.Backup.Planning;
using KubeVirt.Backup.Testing;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

/// <summary>Sessions over a plan that is there already: planned once, backed up machine by machine.</summary>
public sealed class PlannedSessionTests : IDisposable
{
    private static readonly IReadOnlyList<Resource> Resources = Repository.SampleManifests.Resources;
    private static readonly ResourceId Db = ResourceId.Parse("VirtualMachine.kubevirt.io/shop/db");
    private static readonly ResourceId Win = ResourceId.Parse("VirtualMachine.kubevirt.io/shop/win");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Each_machine_of_one_plan_gets_its_own_archive_for_the_requests_of_that_plan()
    {
        await using var server = await TestCluster.StartAsync(Resources);
        using var client = server.CreateClient();
        var source = new ClusterResourceSource(client);
        var session = new BackupSession(source, new InMemoryGuests(Resources));
        var plan = await BackupPlanner.PlanAsync(source, null, Token);
        var planning = source.RequestCount;
        var cluster = await source.IdentifyAsync(Token);
        var before = source.RequestCount;

        foreach (var root in plan.Roots)
        {
            var options = new BackupOptions
            {
                Archive = PathOf($"{root.Name}.tar.gz"),
                Snapshot = SessionWorld.TakeAsync,
                Cluster = cluster,
            };
            var report = await session.RunAsync(plan.For(root), options, Token);
            report.Archive.ShouldNotBeNull();
            report.Findings.ShouldBeEmpty();
        }

        // For each: its machine once more, and before and after who else runs in its namespace.
        var each = (source.RequestCount - before) / (double)plan.Roots.Count;
        TestContext.Current.TestOutputHelper!.WriteLine($"{planning} requests for the plan, {each} for each session");
        each.ShouldBeLessThanOrEqualTo(3);

        var saved = await BackupArchive.ReadFileAsync(PathOf("db.tar.gz"), null, Token);
        saved.Plan.Roots.ShouldBe([Db]);
        saved.Snapshots.Select(snapshot => snapshot.Handle).ShouldBe(["snap-db-data", "snap-db-root"]);
        var objects = await new ManifestReader().ReadPathsAsync([PathOf("db.tar.gz")], Token);
        objects.Resources.Select(resource => resource.Id).Order().ShouldBe(Held(plan.For(Db)));
    }

    [Fact]
    public async Task Machines_that_were_frozen_together_can_have_an_archive_each()
    {
        var session = new BackupSession(new MemoryResourceSource(Resources), new InMemoryGuests(Resources));
        var plan = BackupPlanner.Plan(Resources, null).For(Db, Win);
        var report = await session.RunAsync(plan, new BackupOptions { Snapshot = SessionWorld.TakeAsync }, Token);

        var part = report.For(Win);
        part.Verdicts.ShouldHaveSingleItem().Guest.Name.ShouldBe("win");
        part.Snapshots!.Select(time => time.Claim).ShouldBe(part.Plan.Volumes);
        part.NotSnapshotted.ShouldBeEmpty();

        await BackupArchive.WriteFileAsync(part, PathOf("win.tar.gz"), [], Token);
        var saved = await BackupArchive.ReadFileAsync(PathOf("win.tar.gz"), null, Token);
        saved.Verdicts.ShouldBe(part.Verdicts);
        saved.StartedAt.ShouldBe(report.StartedAt);
    }

    [Theory]
    [InlineData("generation", "/metadata/generation", "was changed")]
    [InlineData("uid", "/metadata/uid", "was deleted, and there is another one")]
    [InlineData("gone", null, "is gone")]
    public async Task A_plan_that_is_older_than_its_machine_is_not_backed_up(string what, string? path, string reason)
    {
        var plan = BackupPlanner.Plan(Resources, null);
        var later = Resources.Where(resource => resource.Id != Db || what != "gone").Select(Change).ToList();
        var guests = new InMemoryGuests(Resources);
        var session = new BackupSession(new MemoryResourceSource(later), guests);
        var called = false;
        var options = new BackupOptions
        {
            Archive = PathOf("late.tar.gz"),
            Prepare = (_, _) =>
            {
                called = true;
                return Task.CompletedTask;
            },
        };

        var report = await session.RunAsync(plan, options, Token);

        var finding = report.Findings.ShouldHaveSingleItem();
        (finding.Id, finding.Resource, finding.Path).ShouldBe((FindingIds.PlanOutdated, Db, path));
        finding.Message.ShouldContain(reason);
        (report.ReachedWhatWasAsked, report.Archive, called).ShouldBe((false, null, false));
        File.Exists(options.Archive).ShouldBeFalse();

        Resource Change(Resource resource)
        {
            if (resource.Id != Db)
                return resource;
            var json = JsonNode.Parse(resource.Json.Span)!;
            json["metadata"]![what] = what == "uid" ? "another" : 4711;
            return Resource.Parse(json.ToJsonString());
        }
    }

    [Fact]
    public async Task A_machine_whose_status_alone_changed_is_backed_up()
    {
        var plan = BackupPlanner.Plan(Resources, null);
        var later = Resources.Select(resource =>
        {
            if (resource.Id != Db)
                return resource;
            var json = JsonNode.Parse(resource.Json.Span)!;
            json["metadata"]!["resourceVersion"] = "later";
            json["status"]!["printableStatus"] = "Paused";
            return Resource.Parse(json.ToJsonString());
        });
        var session = new BackupSession(new MemoryResourceSource([.. later]), new InMemoryGuests(Resources));
        (await session.RunAsync(plan.For(Db), null, Token)).Findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_export_that_fails_leaves_a_partial_backup_with_verdicts_and_archive()
    {
        var log = new KeptLog<BackupSession>();
        var session = new BackupSession(
            new MemoryResourceSource(Resources),
            new InMemoryGuests(Resources),
            logger: log
        );
        var undone = false;
        var options = new BackupOptions
        {
            Archive = PathOf("partial.tar.gz"),
            Snapshot = SessionWorld.TakeAsync,
            Export = (_, _) => throw new TimeoutException("the repository is full"),
            Undo = (_, _) =>
            {
                undone = true;
                return Task.CompletedTask;
            },
        };

        var report = await session.RunAsync(options, Token);

        (report.IsPartial, report.ReachedWhatWasAsked, undone).ShouldBe((true, false, false));
        report.Failures.ShouldHaveSingleItem().Exception.ShouldBeOfType<TimeoutException>();
        report.Findings.ShouldHaveSingleItem().Id.ShouldBe(FindingIds.StepFailed);
        var saved = await BackupArchive.ReadFileAsync(options.Archive, null, Token);
        saved.IsPartial.ShouldBeTrue();
        saved.Failures.ShouldBe([new BackupFailure(BackupStep.Export, "the repository is full")]);
        saved.Verdicts.ShouldBe(report.Verdicts);
        log.Events.ShouldContain(logged => logged.Id == BackupEventIds.StepFailed && logged.Level == LogLevel.Error);
    }

    [Fact]
    public async Task Progress_counts_guests_and_snapshots_and_names_each_step()
    {
        var progress = new KeptProgress<BackupProgress>();
        var session = new BackupSession(new MemoryResourceSource(Resources), new InMemoryGuests(Resources));
        var plan = BackupPlanner.Plan(Resources, null).For(Db);
        await session.RunAsync(
            plan,
            new BackupOptions
            {
                Snapshot = SessionWorld.TakeAsync,
                Progress = progress,
                Archive = PathOf("p.tar.gz"),
            },
            Token
        );
        progress
            .All.Where(report => report.Resource is null)
            .Select(report => report.Step)
            .ShouldBe(Enum.GetValues<BackupStep>());
        progress
            .All.Where(report => report.Resource is not null)
            .Select(report => report.ToString())
            .ShouldBe([
                "Freeze 1/1 VirtualMachineInstance.kubevirt.io/shop/db",
                "Snapshot 1/2 PersistentVolumeClaim/shop/db-data",
                "Snapshot 2/2 PersistentVolumeClaim/shop/db-root",
                "Thaw 1/1 VirtualMachineInstance.kubevirt.io/shop/db",
            ]);
    }

    [Fact]
    public async Task A_backup_logs_its_begin_steps_verdicts_findings_and_end()
    {
        var log = new KeptLog<BackupSession>();
        var session = new BackupSession(
            new MemoryResourceSource(Resources),
            new InMemoryGuests(Resources),
            logger: log
        );
        await session.RunAsync(new BackupOptions { Snapshot = SessionWorld.TakeAsync }, Token);

        log.Events[0]
            .ShouldSatisfyAllConditions(
                logged => logged.Id.ShouldBe(BackupEventIds.StepEnded),
                logged => logged.Text.ShouldStartWith("Discover took")
            );
        log.Events[1].Id.ShouldBe(BackupEventIds.BackupStarted);
        log.Events[^1].Id.ShouldBe(BackupEventIds.BackupEnded);
        log.Events.Count(logged => logged.Id == BackupEventIds.GuestJudged).ShouldBeGreaterThan(3);
        log.Events.ShouldContain(logged =>
            logged.Id == BackupEventIds.FindingReported
            && logged.Level == LogLevel.Error
            && logged.Text.Contains("cache-tls", StringComparison.Ordinal)
        );
    }

    private static IEnumerable<ResourceId> Held(BackupPlan plan) => plan.Sets.SelectMany(set => set).Order();

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);
}
