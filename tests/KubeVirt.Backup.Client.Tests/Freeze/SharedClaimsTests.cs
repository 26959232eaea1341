using KubeVirt.Backup.Client.Freeze;
using KubeVirt.Backup.Client.Sessions;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Planning;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

/// <summary>A claim is worth what the worst of the guests allows that write to it.</summary>
public class SharedClaimsTests
{
    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Running", "AgentConnected", Consistency.FilesystemConsistent)]
    [InlineData("Running", "Ready", Consistency.CrashConsistent)]
    [InlineData("Running", "Paused", Consistency.CrashConsistent)]
    [InlineData("Succeeded", "AgentConnected", Consistency.FilesystemConsistent)]
    public async Task The_verdict_is_that_of_the_worst_guest_with_the_claim(
        string phase,
        string condition,
        Consistency expected
    )
    {
        var guests = new InMemoryGuests(
            [Running("a", "own", "shared"), Guest("b", phase, condition, "shared"), Running("c", "other")],
            _time
        );
        await using var session = await FreezeSession.StartAsync(
            guests,
            [Id("a"), Id("b"), Id("c")],
            null,
            _time,
            Token
        );
        var verdicts = await session.ThawAsync();
        verdicts[0].Consistency.ShouldBe(expected);
        if (expected < Consistency.FilesystemConsistent)
            verdicts[0].Reason.ShouldStartWith($"{Claim("shared")} is also in use by {Id("b")}");
        verdicts[2].Consistency.ShouldBe(Consistency.FilesystemConsistent);
    }

    [Theory]
    [InlineData(10, 8, 8)]
    [InlineData(8, 10, 8)]
    public void The_time_in_which_both_hold_counts(int own, int other, int expected)
    {
        var verdicts = Client.Freeze.SharedClaims.Judge([Held("a", own), Held("b", other)]);

        verdicts.ShouldAllBe(verdict => verdict.Evidence!.To == DateTimeOffset.UnixEpoch.AddSeconds(expected));
        verdicts.ShouldAllBe(verdict => verdict.Reason == "Frozen.");
    }

    [Fact]
    public async Task A_snapshot_of_a_shared_claim_was_taken_while_all_its_guests_were_frozen()
    {
        var guests = new ChangingGuests(new InMemoryGuests([Running("a", "shared"), Running("b", "shared")], _time));
        guests.OnFreeze = guest => guest == Id("b") ? Task.Delay(TimeSpan.FromSeconds(3), _time) : Task.CompletedTask;
        var start = _time.GetUtcNow();
        var session = await _time.RunAsync(
            () => FreezeSession.StartAsync(guests, [Id("a"), Id("b")], null, _time, Token),
            1
        );
        var verdict = (await session.ThawAsync())[0];
        verdict.Evidence!.From.ShouldBe(start.AddSeconds(3));
        verdict
            .WithSnapshots([new ClaimTime(Claim("shared"), new(start.AddSeconds(1), start.AddSeconds(2)))])
            .Consistency.ShouldBe(Consistency.CrashConsistent);
    }

    [Theory]
    [InlineData("before")]
    [InlineData("after")]
    public async Task A_running_guest_outside_the_plan_counts_when_it_has_a_claim_of_the_plan(string seen)
    {
        List<Resource> all = [.. Machines.Make(1)];
        List<Resource> more = [Guest("theirs", "Running", "AgentConnected", "vm-0000")];
        var source = new GrowingSource(all, more) { Grows = seen == "before" };
        var report = await RunAsync(source, all, () => source.Grows = true);
        var verdict = report.Verdicts.ShouldHaveSingleItem();
        verdict.Consistency.ShouldBe(Consistency.CrashConsistent);
        verdict.Reason.ShouldContain("is also in use by VirtualMachineInstance.kubevirt.io/shop/theirs");
    }

    [Theory]
    [InlineData("Running", "another")]
    [InlineData("Failed", "vm-0000")]
    public async Task A_guest_outside_the_plan_that_ended_or_has_other_claims_does_not_count(string phase, string claim)
    {
        List<Resource> all = [.. Machines.Make(1)];
        var source = new GrowingSource(all, [Guest("theirs", phase, "AgentConnected", claim)]) { Grows = true };
        (await RunAsync(source, all, () => { })).Verdicts[0].Consistency.ShouldBe(Consistency.FilesystemConsistent);
    }

    [Fact]
    public async Task Where_other_guests_cannot_be_read_nothing_is_claimed()
    {
        List<Resource> all = [.. Machines.Make(1)];
        var source = new GrowingSource(all, []) { Fails = true };
        var verdict = (await RunAsync(source, all, () => { })).Verdicts[0];
        verdict.Consistency.ShouldBe(Consistency.CrashConsistent);
        verdict.Reason.ShouldContain("could not be read: connection refused");
    }

    private static Task<BackupReport> RunAsync(GrowingSource source, IEnumerable<Resource> all, Action between) =>
        new BackupSession(source, new InMemoryGuests(all)).RunAsync(
            new BackupOptions
            {
                Plan = new PlanOptions { Roots = [new ResourceId(Kinds.VirtualMachine, "shop", "vm-0000")] },
                Snapshot = (work, _) =>
                {
                    between();
                    var now = new SnapshotTime(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow);
                    return Task.FromResult<IReadOnlyCollection<ClaimTime>>([
                        .. work.Plan.Volumes.Select(claim => new ClaimTime(claim, now)),
                    ]);
                },
            },
            Token
        );

    private static ResourceId Id(string name) => new(Kinds.VirtualMachineInstance, "shop", name);

    private static ResourceId Claim(string name) => new(Kinds.PersistentVolumeClaim, "shop", name);

    private static Resource Running(string name, params string[] claims) =>
        Guest(name, "Running", "AgentConnected", claims);

    private static Resource Guest(string name, string phase, string condition, params string[] claims)
    {
        var volumes = claims.Select(claim =>
            $$$"""{"name":"{{{claim}}}","persistentVolumeClaim":{"claimName":"{{{claim}}}"}}"""
        );
        return Resource.Parse(
            $$$"""{"apiVersion":"kubevirt.io/v1","kind":"VirtualMachineInstance","metadata":{"name":"{{{name}}}","namespace":"shop","uid":"{{{name}}}"},"spec":{"volumes":[{{{string.Join(',', volumes)}}}]},"status":{"phase":"{{{phase}}}","conditions":[{"type":"{{{condition}}}","status":"True"}],"guestOSInfo":{"id":"fedora"} }}"""
        );
    }

    /// <summary>A source in which there is more later, or of which a whole kind cannot be read.</summary>
    private sealed class GrowingSource(IReadOnlyList<Resource> first, IReadOnlyList<Resource> more) : IResourceSource
    {
        public bool Grows { get; set; }

        public bool Fails { get; init; }

        public ValueTask<ResourceAnswer> FetchAsync(
            IReadOnlyList<ResourceQuery> wave,
            CancellationToken cancellationToken = default
        ) =>
            Fails && wave.Any(query => query is { All: true, Kind.Kind: "VirtualMachineInstance" })
                ? throw new IOException("connection refused")
                : new MemoryResourceSource([.. first, .. Grows ? more : []]).FetchAsync(wave, cancellationToken);
    }

    private static FreezeVerdict Held(string name, int seconds) =>
        new(Id(name), Consistency.FilesystemConsistent, "Frozen.", TimeSpan.FromSeconds(seconds))
        {
            Claims = [Claim("shared")],
            Evidence = new FreezeEvidence
            {
                Uid = name,
                From = DateTimeOffset.UnixEpoch,
                To = DateTimeOffset.UnixEpoch.AddSeconds(seconds),
                Held = TimeSpan.FromSeconds(seconds),
                Budget = TimeSpan.FromMinutes(1),
                StatusFrozen = null,
                IsConfirmed = false,
            },
        };
}
