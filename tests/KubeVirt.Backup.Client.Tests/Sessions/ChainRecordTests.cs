using KubeVirt.Backup.Chains;
using KubeVirt.Backup.Client.Freeze;
using KubeVirt.Backup.Client.Incremental;
using KubeVirt.Backup.Client.Sessions;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Planning;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

/// <summary>What a session records of the chains of its machines.</summary>
public class ChainRecordTests
{
    private static readonly ResourceId Db = new(Kinds.VirtualMachine, "shop", "db");
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);
    private static readonly IReadOnlyList<Resource> Resources = Repository.SampleManifests.Resources;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_document_of_an_archive_holds_the_points_of_its_session()
    {
        var options = new BackupOptions
        {
            Freezes = false,
            Points = (plan, _) => Task.FromResult<IReadOnlyList<ChainPoint>>([Point(plan, isIncremental: false)]),
        };
        var session = new BackupSession(new MemoryResourceSource(Resources), new InMemoryGuests(Resources));
        var report = await session.RunAsync(options, Token);

        var read = BackupDocument.Read(BackupDocument.Of(report).ToJson());

        read.Points.ShouldHaveSingleItem().Files.Select(file => file.Volume).ShouldBe(["data", "root"]);
        BackupChain.Of(read.Points).Single().RestoreOf("monday").IsComplete.ShouldBeTrue();
        report.For(Db).Points.Count.ShouldBe(1);
        var other = report.Plan.Machines.First(machine => machine.Id != Db).Id;
        report.For(other).Points.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_session_whose_points_cannot_be_told_is_partial()
    {
        var options = new BackupOptions { Freezes = false, Points = (_, _) => throw new TimeoutException("no answer") };
        var session = new BackupSession(new MemoryResourceSource(Resources), new InMemoryGuests(Resources));
        var report = await session.RunAsync(options, Token);
        report.IsPartial.ShouldBeTrue();
    }

    [Fact]
    public void A_point_says_what_proves_of_which_disks_it_is()
    {
        var plan = BackupPlanner.Plan(Resources, null);
        var point = Point(plan, isIncremental: true);
        point.Kind.ShouldBe(ChainPointKind.Incremental);
        point.Since.ShouldBe("cp-sunday");
        point.MachineUid.ShouldBe("edb8e233-6e25-406e-8beb-fc228082a61e");
        point.FileOf("root")!.ClaimUid.ShouldNotBeNull();
        point.FileOf("root")!.Name.ShouldBe("db/cp-monday/monday-root.qcow2");
        // The checkpoint does not cover the other disk, which was added since.
        point.FileOf("root")!.IsFull.ShouldBeFalse();
        point.FileOf("data")!.IsFull.ShouldBeTrue();
        var unknown = new ResourceId(Kinds.VirtualMachine, "shop", "none");
        Should.Throw<ArgumentException>(() => ChainPoints.Of(Backup(true), plan, unknown, null, Now));
    }

    [Fact]
    public void A_tracker_is_compared_with_the_marks_of_its_machine()
    {
        var machine = Resource.Parse(
            """
            {"apiVersion":"kubevirt.io/v1","kind":"VirtualMachine","metadata":{"name":"db","namespace":"shop","uid":"u",
            "annotations":{"restore.kubevirt.io/lastRestoreUID":"r-1"}}}
            """
        );
        var tracker = new VirtualMachineBackupTracker(
            new ResourceId(Kinds.VirtualMachineBackupTracker, "shop", "t"),
            "t"
        )
        {
            LatestCheckpoint = new BackupCheckpoint("cp-monday", null, []),
        };
        var state = ChainPoints.Of(tracker, machine);
        (state.Checkpoint, state.MachineUid, state.RestoreMark).ShouldBe(("cp-monday", "u", "r-1"));
        var chain = BackupChain.Of([Point(BackupPlanner.Plan(Resources, null), isIncremental: false)]).Single();
        chain.Next(state).Kind.ShouldBe(ChainPointKind.Full);
    }

    private static ChainPoint Point(BackupPlan plan, bool isIncremental) =>
        ChainPoints.Of(Backup(isIncremental), plan, Db, new BackupCheckpoint("cp-sunday", null, ["root"]), Now);

    private static VirtualMachineBackup Backup(bool isIncremental) =>
        new(new ResourceId(Kinds.VirtualMachineBackup, "shop", "monday"), "1")
        {
            IsIncremental = isIncremental,
            Checkpoint = "cp-monday",
            Volumes = [new BackupVolume("root", null, null), new BackupVolume("data", null, null)],
        };
}
