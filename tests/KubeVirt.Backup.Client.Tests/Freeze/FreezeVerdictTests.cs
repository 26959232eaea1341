using KubeVirt.Backup.Client.Freeze;
using KubeVirt.Backup.Planning;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

/// <summary>What a verdict is equal to, and which of several doubts it names.</summary>
public class FreezeVerdictTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private static readonly ResourceId Guest = ResourceId.Parse("VirtualMachineInstance.kubevirt.io/ns/b");

    private static readonly FreezeEvidence Evidence = new()
    {
        Uid = "u",
        From = Start,
        To = Start.AddSeconds(10),
        Held = TimeSpan.FromSeconds(10),
        Budget = TimeSpan.FromSeconds(60),
        StatusFrozen = null,
        IsConfirmed = false,
    };

    private static readonly Dictionary<string, Func<FreezeVerdict, FreezeVerdict>> Changes = new(StringComparer.Ordinal)
    {
        ["guest"] = verdict => verdict with { Guest = Named("c") },
        ["consistency"] = verdict => verdict with { Consistency = Consistency.Offline },
        ["reason"] = verdict => verdict with { Reason = "Another one." },
        ["frozen"] = verdict => verdict with { Frozen = TimeSpan.FromSeconds(11) },
        ["evidence"] = verdict => verdict with { Evidence = Evidence with { Uid = "v" } },
        ["no evidence"] = verdict => verdict with { Evidence = null },
        ["action"] = verdict => verdict with { Action = new ActionEvidence { Action = Named("s") } },
        ["claims"] = verdict => verdict with { Claims = [Claim("a"), Claim("c")] },
        ["fewer claims"] = verdict => verdict with { Claims = [Claim("a")] },
    };

    public static TheoryData<string> Members => [.. Changes.Keys];

    [Theory]
    [MemberData(nameof(Members))]
    public void Verdicts_that_differ_in_anything_are_not_equal(string member) =>
        Changes[member](Frozen()).ShouldNotBe(Frozen());

    [Fact]
    public void Verdicts_that_say_the_same_are_equal()
    {
        Frozen().Claims.ShouldNotBeSameAs(Frozen().Claims);
        Frozen().ShouldBe(Frozen());
        Frozen().GetHashCode().ShouldBe(Frozen().GetHashCode());
        Frozen().Equals(null).ShouldBeFalse();
    }

    [Fact]
    public void What_an_action_says_is_compared_as_a_whole()
    {
        var action = new ActionEvidence
        {
            Action = Named("s"),
            Phase = "Succeeded",
            States = ["Online"],
        };

        (action with { States = [.. action.States] }).ShouldBe(action);
        (action with { States = [.. action.States] }).GetHashCode().ShouldBe(action.GetHashCode());
        action.Equals(null).ShouldBeFalse();
        ActionEvidence[] others =
        [
            action with
            {
                Action = Named("t"),
            },
            action with
            {
                Content = Named("c"),
            },
            action with
            {
                Phase = "Failed",
            },
            action with
            {
                CreationTime = Start,
            },
            action with
            {
                States = ["GuestAgent"],
            },
        ];
        others.ShouldAllBe(other => !other.Equals(action));
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("b a")]
    public void Of_two_claims_in_doubt_the_first_by_name_is_told(string order)
    {
        var snapshots = order.Split(' ').Select(name => new ClaimTime(Claim(name), At(20)));

        Frozen()
            .WithSnapshots(snapshots)
            .Reason.ShouldStartWith("The snapshot of PersistentVolumeClaim/ns/a was taken");
    }

    [Theory]
    [InlineData(20, 30)]
    [InlineData(30, 20)]
    public void Of_two_snapshots_of_one_claim_the_earlier_one_is_told(int first, int second)
    {
        ClaimTime[] snapshots = [new(Claim("a"), At(first)), new(Claim("a"), At(second)), new(Claim("b"), At(5))];

        Frozen().WithSnapshots(snapshots).Reason.ShouldContain("between 2026-11-24T12:00:20");
    }

    [Theory]
    [InlineData(Consistency.FilesystemConsistent, "the guest is known to have been frozen from")]
    [InlineData(Consistency.Offline, "the guest is known not to have run from")]
    public void A_doubt_says_what_was_known_of_the_guest(Consistency consistency, string expected)
    {
        var verdict = Frozen() with { Consistency = consistency };

        var doubtful = verdict.WithSnapshots([new(Claim("a"), At(20)), new(Claim("b"), At(5))]);

        (doubtful.Consistency, doubtful.Evidence).ShouldBe((Consistency.CrashConsistent, Evidence));
        doubtful.Reason.ShouldContain(expected);
    }

    [Fact]
    public void Of_several_other_guests_the_first_by_claim_and_name_is_told()
    {
        ClaimWriter[] writers = [new(Claim("b"), Named("x")), new(Claim("a"), Named("z")), new(Claim("a"), Named("y"))];

        foreach (var given in new[] { writers, [.. writers.Reverse()] })
        {
            Frozen()
                .WithWriters(given)
                .Reason.ShouldBe(
                    $"{Claim("a")} is also in use by {Named("y")}, which runs and was not frozen with it."
                );
        }
    }

    [Fact]
    public void The_guest_itself_and_who_has_other_claims_are_no_others() =>
        Frozen().WithWriters([new(Claim("a"), Guest), new(Claim("c"), Named("x"))]).ShouldBe(Frozen());

    [Theory]
    [InlineData(Consistency.CrashConsistent)]
    [InlineData(Consistency.Unknown)]
    public void A_verdict_that_claims_nothing_keeps_its_reason(Consistency consistency)
    {
        var verdict = Frozen() with { Consistency = consistency };

        verdict.WithSnapshots([]).ShouldBe(verdict);
        verdict.WithWriters([new(Claim("a"), Named("x"))]).ShouldBe(verdict);
    }

    private static FreezeVerdict Frozen() =>
        new(Guest, Consistency.FilesystemConsistent, "Frozen.", TimeSpan.FromSeconds(10))
        {
            Evidence = Evidence,
            Claims = [Claim("a"), Claim("b")],
        };

    private static SnapshotTime At(int seconds) => new(Start.AddSeconds(seconds), Start.AddSeconds(seconds));

    private static ResourceId Named(string name) => ResourceId.Parse($"VirtualMachineInstance.kubevirt.io/ns/{name}");

    private static ResourceId Claim(string name) => ResourceId.Parse($"PersistentVolumeClaim/ns/{name}");
}
