using KubeVirt.Backup.Client.Freeze;
using KubeVirt.Backup.Planning;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

/// <summary>The guest that was frozen against the one that was planned for, and its claims against its snapshots.</summary>
public class PlannedGuestTests
{
    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void What_a_plan_knows_of_a_guest_are_its_uid_the_claims_it_writes_to_and_those_of_its_machine()
    {
        var guest = PlannedGuest.Of(BackupPlanner.Plan([.. Machine(), .. Claims("late", "base")], null)).Single();
        guest.Uid.ShouldBe("uid-a");
        guest.Attached.ShouldBe([Claim("data"), Claim("hot"), Claim("root"), Claim("state")]);
        // The machine names one that its guest does not use yet, and the guest a base that it does not write to.
        guest.Claims.ShouldBe([
            Claim("base"),
            Claim("data"),
            Claim("hot"),
            Claim("late"),
            Claim("root"),
            Claim("state"),
        ]);
    }

    [Fact]
    public async Task A_guest_as_it_was_planned_is_consistent_and_its_verdict_names_what_it_covers()
    {
        var verdict = await RunAsync((_, status) => status);
        verdict.Consistency.ShouldBe(Consistency.FilesystemConsistent);
        verdict.Claims.ShouldBe(Planned().Claims);
    }

    [Theory]
    [InlineData("uid-b")]
    [InlineData("")]
    public async Task A_guest_that_was_replaced_or_started_after_it_was_planned_is_not_vouched_for(string planned)
    {
        var verdict = await RunAsync((_, status) => status, Planned() with { Uid = planned });
        verdict.Consistency.ShouldBe(Consistency.Unknown);
        verdict.Reason.ShouldContain("after it was planned");
    }

    [Theory]
    [InlineData(0, "data,hot,more,root,state", "ns/more was attached to the guest after the guest was planned")]
    [InlineData(0, "data,root,state", "ns/hot was detached from the guest after the guest was planned")]
    [InlineData(1, "data,hot,more,root,state", "ns/more was attached to the guest meanwhile")]
    [InlineData(1, "data,hot,root", "ns/state was detached from the guest meanwhile")]
    public async Task A_disk_that_comes_or_goes_between_plan_and_thaw_is_noticed(
        int from,
        string claims,
        string expected
    )
    {
        var verdict = await RunAsync(
            (read, status) => read < from ? status : status with { Claims = [.. claims.Split(',').Select(Claim)] }
        );
        verdict.Consistency.ShouldBe(Consistency.CrashConsistent);
        verdict.Reason.ShouldContain(expected);
        if (claims.Contains("more", StringComparison.Ordinal))
            verdict.Claims.ShouldContain(Claim("more"));
    }

    [Fact]
    public async Task Without_a_plan_nothing_is_compared_with_one_but_disks_that_come_meanwhile_are()
    {
        var plain = new PlannedGuest(Id);
        (await RunAsync((_, status) => status, plain)).Consistency.ShouldBe(Consistency.FilesystemConsistent);
        var verdict = await RunAsync(
            (read, status) => read == 0 ? status : status with { Claims = [.. status.Claims, Claim("more")] },
            plain
        );
        verdict.Consistency.ShouldBe(Consistency.CrashConsistent);
    }

    [Fact]
    public async Task A_claim_without_a_snapshot_counts_and_the_snapshots_of_others_do_not()
    {
        var start = _time.GetUtcNow();
        var verdict = await RunAsync((_, status) => status);
        var within = new SnapshotTime(start, start.AddSeconds(1));
        var all = verdict.Claims.Select(claim => new ClaimTime(claim, within)).ToList();
        verdict.WithSnapshots([]).Consistency.ShouldBe(Consistency.CrashConsistent);
        verdict.WithSnapshots([.. all, new ClaimTime(Claim("theirs"), null)]).ShouldBe(verdict);
        foreach (var missing in verdict.Claims)
        {
            var judged = verdict.WithSnapshots(all.Where(time => time.Claim != missing));
            judged.Consistency.ShouldBe(Consistency.CrashConsistent);
            judged.Reason.ShouldContain($"the snapshot of {missing} was taken is not certain");
        }
    }

    private async Task<FreezeVerdict> RunAsync(Func<int, GuestStatus, GuestStatus> change, PlannedGuest? planned = null)
    {
        var reads = 0;
        var guests = new ChangingGuests(new InMemoryGuests(Machine(), _time))
        {
            Change = (_, status) => change(reads++, status!),
        };
        await using var session = await FreezeSession.StartPlannedAsync(
            guests,
            [planned ?? Planned()],
            null,
            _time,
            Token
        );
        _time.Advance(TimeSpan.FromSeconds(2));
        return (await session.ThawAsync()).Single();
    }

    private static ResourceId Id { get; } = new(Kinds.VirtualMachineInstance, "ns", "a");

    private static ResourceId Claim(string name) => new(Kinds.PersistentVolumeClaim, "ns", name);

    private static PlannedGuest Planned() => PlannedGuest.Of(BackupPlanner.Plan(Machine(), null)).Single();

    private static IEnumerable<Resource> Claims(params string[] names) =>
        names.Select(name =>
            Resource.Parse(
                $$$"""{"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"{{{name}}}","namespace":"ns"},"spec":{"volumeName":"pv"} }"""
            )
        );

    private static List<Resource> Machine() =>
        [
            Resource.Parse(
                """
                {"apiVersion":"kubevirt.io/v1","kind":"VirtualMachine","metadata":{"name":"a","namespace":"ns","uid":"vm-a"},
                 "spec":{"runStrategy":"Always","template":{"spec":{"domain":{},"volumes":[{"name":"late","persistentVolumeClaim":{"claimName":"late"}}]}}}}
                """
            ),
            Resource.Parse(
                """
                {"apiVersion":"kubevirt.io/v1","kind":"VirtualMachineInstance","metadata":{"name":"a","namespace":"ns","uid":"uid-a"},
                 "spec":{"domain":{},"volumes":[
                  {"name":"root","persistentVolumeClaim":{"claimName":"root"}},{"name":"data","dataVolume":{"name":"data"}},
                  {"name":"eph","ephemeral":{"persistentVolumeClaim":{"claimName":"base"}}},{"name":"dump","memoryDump":{"claimName":"dump"}}],
                  "utilityVolumes":[{"name":"backup","claimName":"target"}]},
                 "status":{"phase":"Running","guestOSInfo":{"id":"fedora"},"conditions":[{"type":"AgentConnected","status":"True"}],"volumeStatus":[
                  {"name":"root","persistentVolumeClaimInfo":{"claimName":"root"}},{"name":"plugged","persistentVolumeClaimInfo":{"claimName":"hot"}},
                  {"name":"persistent-state-for-this-vm","persistentVolumeClaimInfo":{"claimName":"state"}},{"name":"eph"},
                  {"name":"dump","persistentVolumeClaimInfo":{"claimName":"dump"}},{"name":"backup","persistentVolumeClaimInfo":{"claimName":"target"}}]}}
                """
            ),
            .. Claims("root", "data"),
        ];
}
