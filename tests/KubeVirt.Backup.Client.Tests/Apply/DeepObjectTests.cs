using System.Text.Json;
using KubeVirt.Backup.Client.Apply;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Client.Rollback;
using KubeVirt.Backup.Restore;
using KubeVirt.Backup.Rollback;
using KubeVirt.Backup.Testing;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

/// <summary>Objects that are nested as deeply as they are read, which is more than .NET reads by default.</summary>
public class DeepObjectTests
{
    private static readonly string Nested = new string('[', 240) + new string(']', 240);

    private static readonly Resource Map = Resource.Parse(
        $$$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a","namespace":"ns","ownerReferences":[{"x":{{{Nested}}}}]},"x":{{{Nested}}}}"""
    );

    private static readonly OwnerToRestore Owner = new(Map.Id, Map.Id, "v1", false, false);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    // Both packages say how deep that is.
    [Fact]
    public void The_deepest_object_that_is_read_can_be_edited_and_kept()
    {
        var deepest = Enumerable.Range(1, 1000).Select(Read).TakeWhile(read => read is not null).Last()!;

        ObjectTree.Of(deepest)["x"].ShouldNotBeNull();
        RollbackDocument
            .Read(RollbackDocument.Write(PlanOf(deepest)))
            .Created[0]
            .Json.Length.ShouldBe(deepest.Json.Length);
    }

    [Fact]
    public void They_become_what_a_rehearsal_takes()
    {
        var step = new ExistingForm([Map]).Steps().ShouldHaveSingleItem();

        step.Content!.Value.GetProperty("x").GetRawText().ShouldBe(Nested);
    }

    [Fact]
    public void They_get_their_owners_back()
    {
        var patch = OwnerPatch.Write(Map, [new KnownOwner(Owner, "u")]).ShouldNotBeNull();

        using var parsed = JsonDocument.Parse(patch, ObjectTree.Reading);
        var owners = parsed.RootElement.GetProperty("metadata").GetProperty("ownerReferences");
        owners.EnumerateArray().Select(owner => owner.GetRawText()).First().ShouldBe($$"""{"x":{{Nested}}}""");
        owners.GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public void They_come_back_from_the_journal_of_a_rollback()
    {
        var read = RollbackDocument.Read(RollbackDocument.Write(PlanOf(Map)));

        foreach (var resource in new[] { read.Before!, read.After!, read.Created[0] })
            resource.At("/x")!.Value.GetRawText().ShouldBe(Nested);
    }

    [Fact]
    public async Task They_are_written_and_what_the_server_answers_is_read()
    {
        await using var server = await TestCluster.StartAsync([
            Resource.Parse("""{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"ns"}}"""),
        ]);
        using var client = server.CreateClient();
        var map = Resource.Parse(
            $$$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a","namespace":"ns"},"x":{{{Nested}}}}"""
        );
        var restore = new RestoreResult(
            [
                [map],
            ],
            [],
            [],
            []
        );
        var report = await new ClusterTarget(client, Quick).ApplyAsync(restore, null, Token);

        report.Findings.ShouldBeEmpty();
        report.Objects.ShouldHaveSingleItem().Outcome.ShouldBe(ApplyOutcome.Created);
    }

    private static RollbackPlan PlanOf(Resource resource) =>
        new()
        {
            Id = "r",
            Machine = resource.Id,
            Before = resource,
            After = resource,
            Created = [resource],
        };

    /// <summary>An object with so many lists in each other; <see langword="null"/> where it is too deep.</summary>
    private static Resource? Read(int lists)
    {
        var (open, close) = (new string('[', lists), new string(']', lists));
        try
        {
            return Resource.Parse(
                $$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a","namespace":"ns"},"x":{{open}}{{close}}}"""
            );
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
