using KubeVirt.Backup.Findings;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Chains;

public class ChainTests
{
    private static readonly ResourceId Machine = ResourceId.Parse("VirtualMachine.kubevirt.io/shop/db");
    private static readonly DateTimeOffset Monday = new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);

    private static readonly ChainPoint[] Week =
    [
        Full("mon", 0),
        Incremental("tue", 1, since: "cp-mon"),
        Incremental("wed", 2, since: "cp-tue"),
        Full("thu", 3),
        Incremental("fri", 4, since: "cp-thu"),
    ];

    [Fact]
    public void What_a_restore_takes_is_listed_from_the_full_backup_on()
    {
        var chain = Chain(Week);
        chain.Findings.ShouldBeEmpty();
        var restore = chain.RestoreOf("wed");
        restore.IsComplete.ShouldBeTrue();
        Names(restore.Points).ShouldBe(["mon", "tue", "wed"]);
        restore.Files["root"].Select(file => file.Name).ShouldBe(["mon/root", "tue/root", "wed/root"]);
        Names(chain.RestoreOf("thu").Points).ShouldBe(["thu"]);
    }

    [Fact]
    public void A_disk_that_was_added_later_begins_with_its_own_whole_file()
    {
        var added = new ChainFile
        {
            Volume = "extra",
            Name = "wed/extra",
            IsFull = true,
        };
        var chain = Chain(Week[0], Week[1], Week[2] with { Files = [.. Week[2].Files, added] });
        chain.Findings.ShouldBeEmpty();
        chain.RestoreOf("wed").Files["extra"].Select(file => file.Name).ShouldBe(["wed/extra"]);
    }

    [Fact]
    public void What_may_be_pruned_leaves_all_that_is_kept_as_it_was()
    {
        var chain = Chain(Week);
        Names(chain.Prunable(keep: ["fri"])).ShouldBe(["mon", "tue", "wed"]);
        Names(chain.Prunable(keep: ["tue"])).ShouldBe(["wed"]);
        Names(chain.Prunable(keep: ["tue"], keepLatest: false)).ShouldBe(["wed", "thu", "fri"]);
        Names(chain.Prunable(keep: [])).ShouldBe(["mon", "tue", "wed"]);
        Names(chain.DependentsOf("mon")).ShouldBe(["mon", "tue", "wed"]);
    }

    [Fact]
    public void A_chain_with_a_missing_middle_is_one_error_and_what_is_based_on_it_cannot_be_restored()
    {
        var chain = Chain(Week[0], Week[2], Week[3], Week[4], Incremental("wed-late", 3, since: "cp-wed"));
        var gap = chain.Findings.ShouldHaveSingleItem();
        gap.Id.ShouldBe(FindingIds.ChainGap);
        gap.Severity.ShouldBe(FindingSeverity.Error);
        gap.Resource.ShouldBe(Machine);
        gap.Path.ShouldBe("/points/1/since");
        gap.Message.ShouldContain("full backup");
        foreach (var name in new[] { "wed", "wed-late" })
        {
            chain.RestoreOf(name).IsComplete.ShouldBeFalse(name);
            chain.RestoreOf(name).Files.ShouldBeEmpty();
        }

        chain.RestoreOf("mon").IsComplete.ShouldBeTrue();
        chain.RestoreOf("fri").IsComplete.ShouldBeTrue();
    }

    public static TheoryData<string, string, string> Faults =>
        new()
        {
            { "name", FindingIds.ChainMalformed, "/points/1/name" },
            { "checkpoint", FindingIds.ChainMalformed, "/points/1/checkpoint" },
            { "kind", FindingIds.ChainMalformed, "/points/1/kind" },
            { "since", FindingIds.ChainMalformed, "/points/1/since" },
            { "itself", FindingIds.ChainMalformed, "/points/1/since" },
            { "later", FindingIds.ChainMalformed, "/points/1/since" },
            { "same time", FindingIds.ChainMalformed, "/points/1/since" },
            { "full", FindingIds.ChainMalformed, "/points/1/files/0/isFull" },
            { "volume", FindingIds.ChainGap, "/points/1/files/0" },
            { "claim", FindingIds.ChainVoid, "/points/1/files/0/claimUid" },
            { "machine", FindingIds.ChainVoid, "/points/1/machineUid" },
            { "restored", FindingIds.ChainVoid, "/points/1/restoreMark" },
        };

    [Theory]
    [MemberData(nameof(Faults))]
    public void Each_fault_is_one_error_with_its_place(string fault, string id, string path)
    {
        var (mon, tue) = (Week[0], Week[1]);
        var wrong = fault switch
        {
            "name" => tue with { Name = "mon" },
            "checkpoint" => tue with { Checkpoint = "cp-mon" },
            "kind" => tue with { Kind = ChainPointKind.Unknown },
            "since" => tue with { Since = null },
            "itself" => tue with { Since = "cp-tue" },
            "later" => tue with { TakenAt = Monday.AddDays(-1) },
            // Two that are based on each other would have no full backup before them.
            "same time" => tue with { TakenAt = Monday },
            "full" => tue with { Kind = ChainPointKind.Full },
            "volume" => tue with { Files = [tue.Files[0] with { Volume = "other" }] },
            "claim" => tue with { Files = [tue.Files[0] with { ClaimUid = "2" }] },
            "machine" => tue with { MachineUid = "2" },
            _ => tue with { RestoreMark = "restore-1" },
        };

        var chain = Chain(mon, wrong);

        var error = chain.Findings.ShouldHaveSingleItem();
        (error.Id, error.Path, error.Severity).ShouldBe((id, path, FindingSeverity.Error));
        if (fault != "name")
            chain.RestoreOf("tue").IsComplete.ShouldBeFalse();
        chain.RestoreOf("mon").IsComplete.ShouldBeTrue();
    }

    [Fact]
    public void A_migration_in_between_is_a_warning_and_what_was_not_noted_is_no_difference()
    {
        var moved = Chain(Week[0], Week[1] with { Migration = "m" });
        moved.Findings.ShouldHaveSingleItem().Id.ShouldBe(FindingIds.ChainMigrated);
        moved.RestoreOf("tue").IsComplete.ShouldBeTrue();
        Chain(Week[0] with { MachineUid = null }, Week[1]).Findings.ShouldBeEmpty();
        Chain(Week[0] with { RestoreMark = "r" }, Week[1] with { RestoreMark = "r" }).Findings.ShouldBeEmpty();
    }

    [Fact]
    public void The_next_backup_goes_on_from_where_the_tracker_is()
    {
        var next = Chain(Week).Next(Tracker("cp-fri"));
        next.Kind.ShouldBe(ChainPointKind.Incremental);
        next.BasedOn!.Name.ShouldBe("fri");
        next.Findings.ShouldBeEmpty();
        Chain(Week)
            .Next(Tracker("cp-fri") with { RequiresRedefinition = true })
            .Kind.ShouldBe(ChainPointKind.Incremental);
    }

    [Theory]
    [InlineData("gone", FindingIds.TrackerLost)]
    [InlineData("status", FindingIds.TrackerLost)]
    [InlineData("foreign", FindingIds.TrackerLost)]
    [InlineData("broken", FindingIds.TrackerLost)]
    [InlineData("machine", FindingIds.ChainVoid)]
    [InlineData("restored", FindingIds.ChainVoid)]
    public void The_next_backup_is_full_where_the_chain_cannot_go_on(string fault, string id)
    {
        var points = fault == "broken" ? Week[..3].Where(point => point.Name != "tue").ToArray() : Week[..3];
        ChainTracker? tracker = fault switch
        {
            "gone" => null,
            "status" => Tracker(null),
            "foreign" => Tracker("cp-else"),
            "machine" => Tracker("cp-wed") with { MachineUid = "2" },
            "restored" => Tracker("cp-wed") with { RestoreMark = "r" },
            _ => Tracker("cp-wed"),
        };
        var next = Chain(points).Next(tracker);
        next.Kind.ShouldBe(ChainPointKind.Full);
        next.BasedOn.ShouldBeNull();
        next.Findings.ShouldHaveSingleItem().Id.ShouldBe(id);
    }

    [Fact]
    public void Each_machine_has_a_chain_of_its_own()
    {
        var other = ResourceId.Parse("VirtualMachine.kubevirt.io/shop/win");
        var chains = BackupChain.Of([Week[0] with { Machine = other }, .. Week[..2]]);
        chains.Select(chain => chain.Machine).ShouldBe([Machine, other]);
        chains[0].Points.Count.ShouldBe(2);
        Should.Throw<ArgumentException>(() => chains[1].RestoreOf("tue")).Message.ShouldContain("It has mon.");
        Chain().ShouldBeNull();
        BackupChain.Of([]).ShouldBeEmpty();
    }

    internal static ChainPoint Full(string name, int day) => Point(name, day, ChainPointKind.Full, null);

    internal static ChainPoint Incremental(string name, int day, string since) =>
        Point(name, day, ChainPointKind.Incremental, since);

    private static ChainPoint Point(string name, int day, ChainPointKind kind, string? since) =>
        new()
        {
            Name = name,
            Machine = Machine,
            TakenAt = Monday.AddDays(day),
            Kind = kind,
            Checkpoint = $"cp-{name}",
            Since = since,
            MachineUid = "1",
            Files =
            [
                new ChainFile
                {
                    Volume = "root",
                    Name = $"{name}/root",
                    IsFull = kind == ChainPointKind.Full,
                    ClaimUid = "1",
                },
            ],
        };

    private static ChainTracker Tracker(string? checkpoint) =>
        new()
        {
            Id = ResourceId.Parse("VirtualMachineBackupTracker.backup.kubevirt.io/shop/db"),
            Checkpoint = checkpoint,
            MachineUid = "1",
        };

    private static BackupChain Chain(params ChainPoint[] points) => BackupChain.Of(points).SingleOrDefault()!;

    private static IEnumerable<string> Names(IEnumerable<ChainPoint> points) => points.Select(point => point.Name);
}
