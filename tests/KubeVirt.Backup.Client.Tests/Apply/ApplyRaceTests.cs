using System.Text.Json.Nodes;
using KubeVirt.Backup.Client.Apply;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Restore;
using KubeVirt.Backup.Testing;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

/// <summary>Others write to the same cluster at the same time.</summary>
public class ApplyRaceTests
{
    private static readonly RestoreResult Copy = SampleCopy.Unique;

    private static readonly ResourceId Machine = Copy
        .Resources.First(resource => resource.Id.Kind == Kinds.VirtualMachine)
        .Id;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(nameof(FaultKind.ResetBefore))]
    [InlineData(nameof(FaultKind.Compact))]
    public async Task What_somebody_else_creates_at_the_same_time_is_not_taken_for_our_own(string fault)
    {
        await using var server = await TestCluster.StartAsync();
        server.Controllers = () => CreateWhenAsked(server, Machine);
        server.Break(new Fault(Enum.Parse<FaultKind>(fault)) { Method = "POST", Path = "/virtualmachines?" });
        using var client = server.CreateClient();
        var kept = await new ClusterTarget(client, OneByOne).ApplyAsync(Copy, null, Token);
        kept.Objects.Single(applied => applied.Resource == Machine).Outcome.ShouldBe(ApplyOutcome.Kept);
        server.Store.Find(Machine)!["spec"]!.ToJsonString().ShouldBe("""{"theirs":true}""");
    }

    [Fact]
    public async Task Two_restores_of_one_field_manager_do_not_take_each_others_objects()
    {
        await using var server = await TestCluster.StartAsync();
        server.Controllers = () => CreateWhenAsked(server, Machine, "kubevirt-backup");
        server.Break(new Fault(FaultKind.ResetBefore) { Method = "POST", Path = "/virtualmachines?" });
        using var client = server.CreateClient();
        var report = await new ClusterTarget(client, OneByOne).ApplyAsync(Copy, null, Token);
        report.Objects.Single(applied => applied.Resource == Machine).Outcome.ShouldBe(ApplyOutcome.Kept);
        report.Findings.ShouldContain(finding => finding.Id == FindingIds.ObjectExists && finding.Resource == Machine);
    }

    [Fact]
    public async Task What_somebody_else_creates_at_the_same_time_fails_the_restore_where_nothing_may_be_there()
    {
        var folder = Directory.CreateTempSubdirectory("journal");
        await using var server = await TestCluster.StartAsync();
        server.Controllers = () => CreateWhenAsked(server, Machine);
        server.Break(new Fault(FaultKind.ResetBefore) { Method = "POST", Path = "/virtualmachines?" });
        using var client = server.CreateClient();
        using var journal = ApplyJournal.Open(Path.Combine(folder.FullName, "journal"), Copy);
        var report = await new ClusterTarget(client, OneByOne).ApplyAsync(
            Copy,
            Trusting with
            {
                Existing = _ => ExistingObject.Fail,
                Journal = journal,
            },
            Token
        );
        report.IsComplete.ShouldBeFalse();
        journal.Dispose();
        folder.Delete(recursive: true);
        report
            .Findings.ShouldHaveSingleItem()
            .ShouldSatisfyAllConditions(
                finding => finding.Id.ShouldBe(FindingIds.ObjectExists),
                finding => finding.Resource.ShouldBe(Machine)
            );
    }

    [Fact]
    public async Task What_is_adopted_keeps_the_owners_that_it_has()
    {
        var owners = Copy.Owners[0];
        await using var server = await TestCluster.StartAsync([
            Copy.Resources.Single(resource => resource.Id == owners.Object),
        ]);
        var theirs = server.Store.Find(owners.Object)!;
        theirs["metadata"]!["ownerReferences"] = JsonNode.Parse(
            """[{"apiVersion":"v1","kind":"ConfigMap","name":"theirs","uid":"1234","extra":true}]"""
        );
        server.Store.Put(owners.Object, theirs);
        using var client = server.CreateClient();
        var target = new ClusterTarget(client, OneByOne);
        server.Break(Fault.OfCode(409, owners.Object.Name, "PATCH"));
        server.Break(new Fault(FaultKind.ResetAfter) { Method = "PATCH", Path = owners.Object.Name });
        (
            await target.ApplyAsync(Copy, Trusting with { Existing = _ => ExistingObject.Adopt }, Token)
        ).Findings.ShouldBeEmpty();

        var now = server.Store.Find(owners.Object)!["metadata"]!["ownerReferences"]!.AsArray();
        now[0]!.ToJsonString().ShouldBe(theirs["metadata"]!["ownerReferences"]![0]!.ToJsonString());
        now.Skip(1)
            .Select(owner => owner!["name"]!.GetValue<string>())
            .ShouldBe(Copy.Owners.Where(owner => owner.Object == owners.Object).Select(owner => owner.Owner.Name));

        var patches = server.Requests.Count(request => request.Method == "PATCH");
        (
            await target.ApplyAsync(Copy, Trusting with { Existing = _ => ExistingObject.Adopt }, Token)
        ).Findings.ShouldBeEmpty();
        server.Requests.Count(request => request.Method == "PATCH").ShouldBe(patches, "all owners are there");
    }

    /// <summary>Somebody creates the object between the look and the creation.</summary>
    private static void CreateWhenAsked(TestCluster server, ResourceId id, string manager = "kubectl")
    {
        if (
            server.Store.Find(id) is null
            && server.Requests.Any(request =>
                request.Method == "POST"
                && request.Path.EndsWith($"/{KindNames.Plural(id.Kind)}", StringComparison.Ordinal)
            )
        )
            server.Add([
                Resource.Parse(
                    $$"""{"apiVersion":"kubevirt.io/v1","kind":"{{id.Kind.Kind}}","metadata":{"name":"{{id.Name}}","namespace":"{{id.Namespace}}","managedFields":[{"manager":"{{manager}}"}]},"spec":{"theirs":true} }"""
                ),
            ]);
    }
}
