using System.Text.Json;
using CsCheck;
using KubeVirt.Backup.Client.Freeze;
using KubeVirt.Backup.Planning;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

public class FreezeVerdictsTests
{
    private static readonly Gen<TimeSpan> Times = Gen.Long[-1_000_000_000_000_000, 1_000_000_000_000_000]
        .Select(ticks => new TimeSpan(ticks));

    private static readonly Gen<FreezeEvidence?> Evidences = Gen.Select(
            Gen.String,
            Gen.DateTimeOffset,
            Gen.DateTimeOffset,
            Times,
            Times,
            Gen.Bool.Nullable(),
            Gen.Bool
        )
        .Select(
            (uid, from, to, held, budget, status, confirmed) =>
                (FreezeEvidence?)
                    new FreezeEvidence
                    {
                        Uid = uid,
                        From = from,
                        To = to,
                        Held = held,
                        Budget = budget,
                        StatusFrozen = status,
                        IsConfirmed = confirmed,
                    }
        );

    private static readonly Gen<FreezeVerdict> Verdicts = Gen.Select(
            Gen.Char['a', 'z'],
            Gen.Enum<Consistency>(),
            Gen.String,
            Times.Nullable(),
            Gen.OneOf(Evidences, Gen.Const((FreezeEvidence?)null)),
            Gen.Char['a', 'z'].List[0, 3]
        )
        .Select(
            (name, consistency, reason, frozen, evidence, claims) =>
                new FreezeVerdict(Guest(name.ToString()), consistency, reason, frozen)
                {
                    Evidence = evidence,
                    Claims = [.. claims.Select(claim => new ResourceId(Kinds.PersistentVolumeClaim, "ns", $"{claim}"))],
                }
        );

    [Fact]
    public void What_is_written_is_read_back_the_same() =>
        Verdicts
            .List[0, 5]
            .Select(list => list.DistinctBy(verdict => verdict.Guest).ToList())
            .Sample(verdicts =>
            {
                var json = verdicts.ToJson();
                FreezeVerdicts.Parse(json).ShouldBe(verdicts.OrderBy(verdict => verdict.Guest));
                verdicts.AsEnumerable().Reverse().ToJson().ShouldBe(json);
                FreezeVerdicts.Parse(json).ToJson().ShouldBe(json);
            });

    [Fact]
    public void Verdicts_are_written_in_the_order_of_their_guests()
    {
        var verdicts = "bca".Select(name => new FreezeVerdict(Guest($"{name}"), Consistency.Unknown, "?", null));

        var guests = FreezeVerdicts.Parse(verdicts.ToJson()).Select(verdict => verdict.Guest.Name);

        guests.ShouldBe(["a", "b", "c"]);
        var json = verdicts.ToJson();
        json.IndexOf("ns/a", StringComparison.Ordinal).ShouldBeLessThan(json.IndexOf("ns/b", StringComparison.Ordinal));
        json.ShouldNotContain("claims");
    }

    [Theory]
    [InlineData("{\n\n!", "see line 3")]
    [InlineData("{\"formatVersion\":1,\"formatVersion\":1,\"verdicts\":[]}", "a name stands twice")]
    public void A_text_that_is_no_JSON_is_told_by_its_place(string json, string expected) =>
        Should.Throw<FormatException>(() => FreezeVerdicts.Parse(json)).Message.ShouldContain(expected);

    [Theory]
    [InlineData(200, false)]
    [InlineData(300, true)]
    public void A_member_that_is_not_known_is_skipped_unless_it_is_too_deep(int depth, bool isRefused)
    {
        var deep = new string('[', depth) + new string(']', depth);

        var read = () => FreezeVerdicts.Parse($$"""{"formatVersion":1,"verdicts":[],"x":{{deep}}}""");

        if (isRefused)
            Should.Throw<FormatException>(() => read()).Message.ShouldContain("no JSON that can be read");
        else
            read().ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_an_action_said_is_read_back_the_same(bool isWhole)
    {
        var action = new ActionEvidence
        {
            Action = new ResourceId(Kinds.VirtualMachine, "ns", "a"),
            Content = isWhole ? new ResourceId(Kinds.VirtualMachine, "ns", "b") : null,
            Phase = isWhole ? "Succeeded" : "",
            States = isWhole ? ["Online", "GuestAgent"] : [],
            CreationTime = isWhole ? new DateTimeOffset(2026, 11, 24, 1, 2, 3, TimeSpan.Zero) : null,
        };
        var verdict = new FreezeVerdict(Guest("a"), Consistency.Unknown, "?", null) { Action = action };

        FreezeVerdicts.Parse(new[] { verdict }.ToJson()).ShouldHaveSingleItem().Action.ShouldBe(action);
    }

    [Fact]
    public void The_document_is_the_one_of_the_page()
    {
        var page = File.ReadAllText(Repository.PathOf("docs", "backup", "archives.md"));
        var json = page[(page.IndexOf("```json\n", StringComparison.Ordinal) + 8)..];
        json = json[..json.IndexOf("\n```", StringComparison.Ordinal)];
        var verdict = FreezeVerdicts.Parse(json).ShouldHaveSingleItem();
        (verdict.Consistency, verdict.Frozen, verdict.Evidence!.Budget, verdict.Evidence.StatusFrozen).ShouldBe(
            (Consistency.FilesystemConsistent, new TimeSpan(41_200_001), TimeSpan.FromMinutes(5), true)
        );
        verdict.Claims.Select(claim => claim.ToString()).ShouldBe(["PersistentVolumeClaim/shop/db-root"]);
        new[] { verdict }.ToJson().ShouldBe(json);
    }

    [Theory]
    [InlineData("{", "no JSON that can be read")]
    [InlineData("[]", "/formatVersion")]
    [InlineData("""{"formatVersion":2,"verdicts":[]}""", "only 1 can be read")]
    [InlineData("""{"formatVersion":1}""", "/verdicts")]
    [InlineData("""{"formatVersion":1,"verdicts":[1]}""", "/verdicts/0/consistency")]
    [InlineData(
        """{"formatVersion":1,"verdicts":[{"guest":"a//","consistency":"offline","reason":""}]}""",
        "/verdicts/0/guest"
    )]
    [InlineData(
        """{"formatVersion":1,"verdicts":[{"guest":"VirtualMachineInstance.kubevirt.io/ns/a","consistency":"2","reason":""}]}""",
        "/verdicts/0/consistency"
    )]
    [InlineData(
        """{"formatVersion":1,"verdicts":[{"guest":"VirtualMachineInstance.kubevirt.io/ns/a","consistency":"offline"}]}""",
        "/verdicts/0/reason"
    )]
    [InlineData(
        """{"formatVersion":1,"verdicts":[{"guest":"VirtualMachineInstance.kubevirt.io/ns/a","consistency":"offline","reason":"","frozenSeconds":1e300}]}""",
        "/verdicts/0/frozenSeconds"
    )]
    [InlineData(
        """{"formatVersion":1,"verdicts":[{"guest":"VirtualMachineInstance.kubevirt.io/ns/a","consistency":"offline","reason":"","evidence":{"uid":"","from":"now"}}]}""",
        "/verdicts/0/evidence/from"
    )]
    [InlineData(
        """{"formatVersion":1,"verdicts":[{"guest":"VirtualMachineInstance.kubevirt.io/ns/a","consistency":"offline","reason":"","claims":1}]}""",
        "/verdicts/0/claims"
    )]
    [InlineData(
        """{"formatVersion":1,"verdicts":[{"guest":"VirtualMachineInstance.kubevirt.io/ns/a","consistency":"offline","reason":"","claims":["x"]}]}""",
        "/verdicts/0/claims/0"
    )]
    [InlineData(
        """{"formatVersion":1,"verdicts":[{"guest":"VirtualMachineInstance.kubevirt.io/ns/a","consistency":"offline","reason":"","claims":[1]}]}""",
        "/verdicts/0/claims/0"
    )]
    [InlineData(
        """{"formatVersion":1,"verdicts":[{"guest":"VirtualMachineInstance.kubevirt.io/ns/a","consistency":"offline","reason":"","action":{"action":"VirtualMachine.kubevirt.io/ns/a","states":[1]}}]}""",
        "/verdicts/0/action/states"
    )]
    [InlineData(
        """{"formatVersion":1,"verdicts":[{"guest":"VirtualMachineInstance.kubevirt.io/ns/a","consistency":"offline","reason":"","frozenSeconds":"1"}]}""",
        "/verdicts/0/frozenSeconds"
    )]
    public void What_is_no_such_document_is_reported_with_its_place(string json, string expected) =>
        Should.Throw<FormatException>(() => FreezeVerdicts.Parse(json)).Message.ShouldContain(expected);

    [Fact]
    public void A_verdict_within_another_document_is_read_or_refused_there()
    {
        var options = new JsonSerializerOptions { Converters = { new FreezeVerdictConverter() } };
        var verdict = new FreezeVerdict(Guest("a"), Consistency.Unknown, "?", TimeSpan.FromSeconds(1));

        var json = JsonSerializer.Serialize(verdict, options);

        JsonSerializer.Deserialize<FreezeVerdict>(json, options).ShouldBe(verdict);
        Should
            .Throw<JsonException>(() => JsonSerializer.Deserialize<FreezeVerdict>("{}", options))
            .Message.ShouldContain("/consistency");
    }

    [Fact]
    public void A_difference_of_clocks_is_not_negative() =>
        Should.Throw<ArgumentOutOfRangeException>(() =>
            SnapshotTime.ByOtherClock(DateTimeOffset.UnixEpoch, TimeSpan.FromTicks(-1))
        );

    private static ResourceId Guest(string name) => new(Kinds.VirtualMachineInstance, "ns", name);
}
