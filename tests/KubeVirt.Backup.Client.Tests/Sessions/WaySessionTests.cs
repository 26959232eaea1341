using KubeVirt.Backup.Chains;
using KubeVirt.Backup.Client.Actions;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Client.Incremental;
using KubeVirt.Backup.Client.Sessions;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Planning;
using KubeVirt.Backup.Testing;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

/// <summary>Sessions that carry out the way of each machine, on a server with the controllers, and with faults.</summary>
public partial class WaySessionTests
{
    private const string Enabled = "changedBlockTracking: { state: Enabled }\n";
    private static readonly ResourceId Guest = WayWorld.Db.WithKind(Kinds.VirtualMachineInstance);
    private static readonly string[] Claims = ["data", "persistent-state-for-db-x", "root"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Csi_snapshots_are_taken_while_the_guest_is_frozen()
    {
        await using var world = await World.StartAsync();
        var report = await world.BackUpAsync(BackupWay.CsiSnapshots);

        report.ReachedWhatWasAsked.ShouldBeTrue(string.Join('\n', report.Findings.Concat(report.Plan.Findings)));
        report.Verdicts.Single().Consistency.ShouldBe(Consistency.FilesystemConsistent);
        report.Snapshots!.Select(time => time.Claim.Name).ShouldBe(Claims);
        report.Snapshots!.ShouldAllBe(time => time.Snapshot!.Value.Name == $"monday-{time.Claim.Name}");
        world.IsFrozen.ShouldBeFalse();
    }

    [Fact]
    public async Task A_group_is_chosen_by_a_label_that_is_taken_off_again()
    {
        await using var world = await World.StartAsync();
        var (labels, frozen) = (new List<string>(), false);
        world.Controllers.OnGroup = () => (labels, frozen) = ([.. world.Labels()], world.IsFrozen);
        var report = await world.BackUpAsync(BackupWay.GroupSnapshot);

        report.ReachedWhatWasAsked.ShouldBeTrue(string.Join('\n', report.Findings.Concat(report.Plan.Findings)));
        labels.Count(IsOfGroup).ShouldBe(3);
        frozen.ShouldBeTrue();
        world.Labels().ShouldBe(["persistent-state-for=db"]);
        var verdict = report.Verdicts.Single();
        verdict.Consistency.ShouldBe(Consistency.FilesystemConsistent);
        verdict.Action!.Action.ShouldBe(new ResourceId(Kinds.VolumeGroupSnapshot, "shop", "monday-db"));
        report.Snapshots!.ShouldAllBe(time => time.Snapshot!.Value.Name == $"monday-db-{time.Claim.Name}");
        world.Server.Store.Find(verdict.Action.Action)!["spec"]!["volumeGroupSnapshotClassName"]!
            .GetValue<string>()
            .ShouldBe("fast-groups");
    }

    [Theory]
    [InlineData(true, "root is not in it")]
    [InlineData(false, "other is in it and was not meant")]
    public async Task A_group_that_is_not_of_the_claims_that_were_meant_is_not_consistent(bool lacks, string message)
    {
        await using var world = await World.StartAsync();
        world.Controllers.Members = claims => lacks ? claims.Where(claim => claim != "root") : claims.Append("other");
        var report = await world.BackUpAsync(BackupWay.GroupSnapshot);

        var finding = report.Findings.Single(finding => finding.Severity == FindingSeverity.Error);
        (finding.Id, finding.Resource).ShouldBe((FindingIds.GroupMembersDiffer, WayWorld.Db));
        finding.Message.ShouldContain(message);
        report.Verdicts.Single().Consistency.ShouldBe(Consistency.CrashConsistent);
        report.NotSnapshotted.Select(claim => claim.Name).ShouldBe(lacks ? ["root"] : []);
        report.ReachedWhatWasAsked.ShouldBeFalse();
        world.Labels().ShouldBe(["persistent-state-for=db"]);
    }

    [Fact]
    public async Task A_group_that_is_not_ready_is_an_error_and_leaves_no_label()
    {
        await using var world = await World.StartAsync();
        world.Controllers.Idle.Add(Kinds.VolumeGroupSnapshot);
        var report = await world.BackUpAsync(BackupWay.GroupSnapshot, work => work with { Wait = Once });

        report
            .Findings.Single(finding => finding.Severity == FindingSeverity.Error)
            .Id.ShouldBe(FindingIds.SnapshotNotMade);
        report.NotSnapshotted.Count.ShouldBe(3);
        report.Verdicts.Single().Consistency.ShouldBe(Consistency.CrashConsistent);
        world.Labels().ShouldBe(["persistent-state-for=db"]);
        world.IsFrozen.ShouldBeFalse();
    }

    [Fact]
    public async Task A_label_that_cannot_be_taken_off_is_said()
    {
        await using var world = await World.StartAsync();
        world.Controllers.OnGroup = () =>
            world.Server.Break(
                new Fault(FaultKind.Error)
                {
                    Method = "PATCH",
                    Path = "/root",
                    Code = 403,
                }
            );
        var report = await world.BackUpAsync(BackupWay.GroupSnapshot);

        var finding = report.Findings.Single(finding => finding.Id == FindingIds.GroupLabelLeft);
        finding.Resource!.Value.Name.ShouldBe("root");
        var left = world.Labels().Single(IsOfGroup);
        finding.Message.ShouldContain(left[..left.IndexOf('=', StringComparison.Ordinal)]);
    }

    [Fact]
    public async Task A_label_that_cannot_be_set_stops_the_backup_before_a_guest_is_frozen()
    {
        await using var world = await World.StartAsync();
        world.Server.Break(
            new Fault(FaultKind.Error)
            {
                Method = "PATCH",
                Path = "/root",
                Code = 403,
            }
        );
        await Should.ThrowAsync<ClusterException>(() => world.BackUpAsync(BackupWay.GroupSnapshot));

        world.Labels().ShouldBe(["persistent-state-for=db"]);
        world.Server.Requests.ShouldNotContain(request => request.Path.EndsWith("/freeze"));
    }

    [Fact]
    public async Task A_backup_that_is_given_up_thaws_and_leaves_neither_label_nor_group()
    {
        await using var world = await World.StartAsync();
        world.Controllers.Idle.Add(Kinds.VolumeGroupSnapshot);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var backup = world.BackUpAsync(BackupWay.GroupSnapshot, null, stop.Token);
        while (world.Server.Store.List(Kinds.VolumeGroupSnapshot, null).Count == 0)
            await Task.Delay(1, Token);
        world.IsFrozen.ShouldBeTrue();
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => backup);

        world.IsFrozen.ShouldBeFalse();
        world.Labels().ShouldBe(["persistent-state-for=db"]);
        world.Server.Store.List(Kinds.VolumeGroupSnapshot, null).ShouldBeEmpty();
    }

    [Fact]
    public async Task KubeVirt_takes_its_snapshot_and_the_session_freezes_nothing()
    {
        await using var world = await World.StartAsync();
        var report = await world.BackUpAsync(BackupWay.MachineSnapshot);

        report.ReachedWhatWasAsked.ShouldBeTrue(string.Join('\n', report.Findings.Concat(report.Plan.Findings)));
        world.Server.Requests.ShouldNotContain(request => request.Path.EndsWith("/freeze"));
        var verdict = report.Verdicts.Single();
        (verdict.Guest, verdict.Consistency).ShouldBe((Guest, Consistency.FilesystemConsistent));
        verdict.Action!.States.ShouldBe(["Online", "GuestAgent"]);
        verdict.Action.Content!.Value.Name.ShouldBe("content");
        report.Snapshots!.Select(time => time.Snapshot!.Value.Name).ShouldBe(Claims.Select(claim => $"vs-{claim}"));
        BackupDocument.Read(BackupDocument.Of(report).ToJson()).Verdicts.ShouldBe(report.Verdicts);
    }

    [Fact]
    public async Task A_snapshot_of_KubeVirt_that_lacks_a_volume_or_fails_is_an_error()
    {
        await using var world = await World.StartAsync();
        world.Controllers.SnapshotClaims = ["root", "persistent-state-for-db-x"];
        var partial = await world.BackUpAsync(BackupWay.MachineSnapshot);
        partial.Findings.Single().Message.ShouldContain("has no snapshot of the claim");
        partial.NotSnapshotted.Single().Name.ShouldBe("data");

        world.Controllers.SnapshotStatus = """{"phase":"Failed","error":{"message":"no class"}}""";
        var failed = await world.BackUpAsync(BackupWay.MachineSnapshot, work => work with { Prefix = "tuesday" });
        failed.Findings.Single().Message.ShouldContain("no class");
        failed.Verdicts.Single().Consistency.ShouldBe(Consistency.Unknown);
        failed.ReachedWhatWasAsked.ShouldBeFalse();
    }

    [Fact]
    public async Task A_tracker_without_a_status_gives_a_full_backup_and_the_next_one_is_incremental()
    {
        await using var world = await World.StartAsync(
            "status: { latestCheckpoint: { name: cp-sunday } }",
            "status: {}"
        );
        var monday = await world.BackUpAsync(BackupWay.MachineBackup);
        monday.Plan.Machines.Single().Way!.Reason.ShouldContain("no checkpoint");
        monday.ReachedWhatWasAsked.ShouldBeTrue(string.Join('\n', monday.Findings.Concat(monday.Plan.Findings)));
        monday.Points.Single().Kind.ShouldBe(ChainPointKind.Full);
        var claim = world.Server.Store.Find(new ResourceId(Kinds.PersistentVolumeClaim, "shop", "monday-db-data"))!;
        claim["spec"]!["resources"]!["requests"]!["storage"]!.GetValue<string>().ShouldBe("2327Mi");

        var tuesday = await world.BackUpAsync(BackupWay.MachineBackup, work =>
            work with
            {
                Prefix = "tuesday",
                Earlier = monday.Points,
            }
        );
        tuesday.Plan.Machines.Single().Way!.Summary.ShouldBe("incremental by tracker db-nightly");
        var point = tuesday.Points.Single();
        (point.Kind, point.Since, point.Checkpoint).ShouldBe(
            (ChainPointKind.Incremental, "cp-monday-db", "cp-tuesday-db")
        );
        tuesday.Verdicts.Single().Action!.States.ShouldContain("Quiesced=True (QuiesceSucceeded)");
        tuesday.Findings.Single().Id.ShouldBe(FindingIds.StateNotCopied);
        var points = new[] { monday, tuesday }
            .Select(report => BackupDocument.Read(BackupDocument.Of(report).ToJson()))
            .SelectMany(document => document.Points);
        BackupChain.Of(points).Single().RestoreOf("tuesday-db").Files["root"].Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_chain_that_is_void_makes_the_next_backup_full()
    {
        await using var world = await World.StartAsync();
        var other = new ChainPoint
        {
            Name = "sunday",
            Machine = WayWorld.Db,
            TakenAt = DateTimeOffset.UnixEpoch,
            Kind = ChainPointKind.Full,
            Checkpoint = "cp-sunday",
            MachineUid = "another",
        };
        var report = await world.BackUpAsync(BackupWay.MachineBackup, work => work with { Earlier = [other] });

        report.Points.Single().Kind.ShouldBe(ChainPointKind.Full);
        report.Findings.ShouldContain(finding => finding.Id == FindingIds.FullInstead);
        world.Server.Store.List(Kinds.VirtualMachineBackup, null).Single()["spec"]!["forceFullBackup"]!
            .GetValue<bool>()
            .ShouldBeTrue();
    }

    [Fact]
    public async Task A_backup_that_fails_is_an_error_with_what_KubeVirt_says_and_no_point()
    {
        await using var world = await World.StartAsync();
        world.Controllers.BackupStatus =
            """{"conditions":[{"type":"Failed","status":"True","reason":"SourceLost","message":"vm db is not running"}]}""";
        var report = await world.BackUpAsync(BackupWay.MachineBackup);

        report
            .Findings.Single(finding => finding.Severity == FindingSeverity.Error)
            .Message.ShouldContain("not running");
        report.Points.ShouldBeEmpty();
        report.Verdicts.Single().Consistency.ShouldBe(Consistency.Unknown);
        report.NotSnapshotted.Select(claim => claim.Name).ShouldBe(["data", "root"]);
    }

    [Fact]
    public async Task What_is_pulled_is_moved_by_the_product_and_ended_afterwards()
    {
        await using var world = await World.StartAsync();
        VirtualMachineBackup? pulled = null;
        var report = await world.BackUpAsync(BackupWay.MachineBackup, work => work with { Backup =
                    new VirtualMachineBackupOptions { Pulls = true }, Pull = (backup, _) =>
                {
                    pulled = backup;
                    return Task.CompletedTask;
                } });

        pulled!.IsExported.ShouldBeTrue();
        report.Points.Single().Kind.ShouldBe(ChainPointKind.Incremental);
        world.Server.Store.List(Kinds.VirtualMachineBackup, null).ShouldBeEmpty();
        world.Server.Store.Find(new ResourceId(Kinds.PersistentVolumeClaim, "shop", "monday-db-data")).ShouldBeNull();
    }

    [Fact]
    public async Task A_claim_that_was_named_and_is_not_there_stops_the_backup_before_anything_is_done()
    {
        await using var world = await World.StartAsync();
        var report = await world.BackUpAsync(BackupWay.MachineBackup, work => work with { Claim = "nowhere" });

        report.Findings.Single().Id.ShouldBe(FindingIds.WayNotPossible);
        report.Findings.Single().Message.ShouldContain("PersistentVolumeClaim/shop/nowhere");
        world.Writes.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_cluster_without_any_way_is_one_error_and_nothing_is_done()
    {
        await using var world = await World.StartAsync();
        world.Server.Api.Types.RemoveAll(type =>
            type.Kind.Group
                is "snapshot.storage.k8s.io"
                    or "groupsnapshot.storage.k8s.io"
                    or "snapshot.kubevirt.io"
                    or "backup.kubevirt.io"
        );
        var report = await world.BackUpAsync(WayOptions.Auto);

        report.Plan.Findings.Single(finding => finding.Severity == FindingSeverity.Error).Id.ShouldBe(FindingIds.NoWay);
        report.Archive.ShouldBeNull();
        report.ReachedWhatWasAsked.ShouldBeFalse();
        world.Writes.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_may_not_be_read_is_an_error_before_anything_is_done()
    {
        await using var world = await World.StartAsync();
        world.Server.AddUser(
            TestCluster.Administrator,
            new TestRule("*", "*", Groups: ""),
            new TestRule("*", "*", Groups: "kubevirt.io storage.k8s.io cdi.kubevirt.io")
        );
        var report = await world.BackUpAsync(WayOptions.Auto);

        report.Findings.Single(finding => finding.Severity == FindingSeverity.Error).Id.ShouldBe(FindingIds.WayUnknown);
        world.Writes.ShouldBeEmpty();
    }

    [Fact]
    public async Task By_default_the_best_way_is_taken_and_a_product_that_takes_snapshots_itself_cannot_have_both()
    {
        await using var world = await World.StartAsync(Enabled, "changedBlockTracking: {}\n");
        var report = await world.BackUpAsync(null);
        report.Plan.Machines.Single().Way!.Way.ShouldBe(BackupWay.GroupSnapshot);

        var both = new BackupOptions { Ways = world.Work, Snapshot = SessionWorld.TakeAsync };
        await Should.ThrowAsync<ArgumentException>(() => world.Session.RunAsync(both, Token));
        var pull = world.Work with { Backup = new VirtualMachineBackupOptions { Pulls = true } };
        await Should.ThrowAsync<ArgumentException>(() =>
            world.Session.RunAsync(new BackupOptions { Ways = pull }, Token)
        );
        // A plan of before that chose no way is not guessed at.
        var plan = await BackupPlanner.PlanAsync(world.Source, null, Token);
        var none = await world.Session.RunAsync(plan, new BackupOptions { Ways = world.Work }, Token);
        none.Findings.Single().Message.ShouldContain("chose no way");
    }

    private static bool IsOfGroup(string label) =>
        label.StartsWith("kubevirt-backup/group-", StringComparison.Ordinal)
        && label.EndsWith("=member", StringComparison.Ordinal);

    private static WaitOptions Once => new() { Limit = TimeSpan.Zero };
}
