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
    public void What_is_no_such_document_is_reported_with_its_place(string json, string expected) =>
        Should.Throw<FormatException>(() => FreezeVerdicts.Parse(json)).Message.ShouldContain(expected);

    private static ResourceId Guest(string name) => new(Kinds.VirtualMachineInstance, "ns", name);
}
