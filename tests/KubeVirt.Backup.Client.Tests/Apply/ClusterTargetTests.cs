using KubeVirt.Backup.Client.Apply;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Restore;
using KubeVirt.Backup.Testing;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

public partial class ClusterTargetTests
{
    private static readonly RestoreResult Copy = SampleCopy.Unique;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_object_is_created_in_the_order_of_the_sets_and_as_it_was_made()
    {
        await using var server = await TestCluster.StartAsync();
        using var client = server.CreateClient();
        var report = await new ClusterTarget(client, OneByOne).ApplyAsync(Copy, null, Token);
        report.IsComplete.ShouldBeTrue(string.Join('\n', report.Findings));
        report.Objects.ShouldAllBe(applied => applied.Outcome == ApplyOutcome.Created && applied.Uid != null);
        report.Objects.Select(applied => applied.Resource).ShouldBe(Copy.Resources.Select(resource => resource.Id));
        foreach (var resource in Copy.Resources.Where(resource => resource.At("/spec") is not null))
            System
                .Text.Json.JsonElement.DeepEquals(
                    System.Text.Json.JsonElement.Parse(server.Store.Find(resource.Id)!["spec"]!.ToJsonString()),
                    resource.At("/spec")!.Value
                )
                .ShouldBeTrue(resource.Id.ToString());
        server
            .Requests.Where(request => request.Method == "POST")
            .ShouldAllBe(request =>
                request.Query.Contains("fieldValidation=Strict", StringComparison.Ordinal)
                && request.Query.Contains("fieldManager=kubevirt-backup", StringComparison.Ordinal)
            );
    }

    [Fact]
    public async Task Owners_that_no_controller_puts_back_are_put_back_with_the_new_UIDs()
    {
        await using var server = await TestCluster.StartAsync();
        using var client = server.CreateClient();
        await new ClusterTarget(client, OneByOne).ApplyAsync(Copy, null, Token);
        Copy.Owners.ShouldNotBeEmpty();
        foreach (var owner in Copy.Owners)
        {
            var reference = server.Store.Find(owner.Object)!["metadata"]!["ownerReferences"]![0]!;
            reference["uid"]!
                .GetValue<string>()
                .ShouldBe(server.Store.Find(owner.Owner)!["metadata"]!["uid"]!.GetValue<string>());
            reference["name"]!.GetValue<string>().ShouldBe(owner.Owner.Name);
        }
    }

    [Theory]
    [InlineData(nameof(ExistingObject.Keep), false)]
    [InlineData(nameof(ExistingObject.Adopt), true)]
    public async Task An_owner_that_was_there_before_owns_nothing_of_the_restore_unless_it_is_adopted(
        string existing,
        bool owns
    )
    {
        var owner = Copy.Owners[0];
        var theirs = System.Text.Encoding.UTF8.GetString(
            Copy.Resources.Single(resource => resource.Id == owner.Owner).Json.Span
        );
        await using var server = await TestCluster.StartAsync([Resource.Parse(theirs)]);
        using var client = server.CreateClient();
        var report = await new ClusterTarget(client, OneByOne).ApplyAsync(
            Copy,
            new ApplyOptions { Existing = _ => Enum.Parse<ExistingObject>(existing) },
            Token
        );
        var notRestored = report.Findings.Where(finding => finding.Id == FindingIds.OwnerNotRestored).ToList();
        notRestored
            .Select(finding => finding.Resource!.Value)
            .ShouldBe(
                owns ? [] : Copy.Owners.Where(other => other.Owner == owner.Owner).Select(other => other.Object),
                ignoreOrder: true
            );
        notRestored.ShouldAllBe(finding =>
            finding.Severity == FindingSeverity.Warning
            && finding.Message.Contains($"{owner.Owner} was there before and is kept", StringComparison.Ordinal)
        );
        var uid = server.Store.Find(owner.Owner)!["metadata"]!["uid"]!.GetValue<string>();
        (server.Store.Find(owner.Object)!["metadata"]!["ownerReferences"]?.ToJsonString() ?? "")
            .Contains(uid, StringComparison.Ordinal)
            .ShouldBe(owns);
    }

    [Fact]
    public async Task What_is_there_is_not_overwritten_unless_that_is_asked_for()
    {
        var machine = Copy.Resources.First(resource => resource.Id.Kind == Kinds.VirtualMachine);
        var theirs = Resource.Parse(
            $$"""{"apiVersion":"kubevirt.io/v1","kind":"VirtualMachine","metadata":{"name":"{{machine.Id.Name}}","namespace":"copy"},"spec":{"mine":true} } """
        );
        await using var server = await TestCluster.StartAsync([theirs]);
        using var client = server.CreateClient();
        var target = new ClusterTarget(client, OneByOne);
        (await target.ApplyAsync(Copy, null, Token))
            .Objects.Single(applied => applied.Resource == machine.Id)
            .Outcome.ShouldBe(ApplyOutcome.Kept);
        server.Store.Find(machine.Id)!["spec"]!.ToJsonString().ShouldBe("""{"mine":true}""");

        var failing = await target.ApplyAsync(
            Copy,
            new ApplyOptions { Existing = id => id == machine.Id ? ExistingObject.Fail : ExistingObject.Keep },
            Token
        );
        failing.IsComplete.ShouldBeFalse();
        var error = failing.Findings.Where(finding => finding.Severity == FindingSeverity.Error).ShouldHaveSingleItem();
        (error.Id, error.Resource).ShouldBe((FindingIds.ObjectExists, machine.Id));

        var updated = await target.ApplyAsync(
            Copy,
            new ApplyOptions { Existing = id => id == machine.Id ? ExistingObject.Update : ExistingObject.Keep },
            Token
        );
        updated.Objects.Single(applied => applied.Resource == machine.Id).Outcome.ShouldBe(ApplyOutcome.Updated);
        server.Store.Find(machine.Id)!["spec"]!["template"].ShouldNotBeNull();
    }

    [Fact]
    public async Task A_refused_object_is_a_finding_its_set_is_tried_to_the_end_and_later_sets_are_not()
    {
        await using var server = await TestCluster.StartAsync();
        using var client = server.CreateClient();
        server.Break(Fault.OfCode(422, "/secrets", "POST"));
        var report = await new ClusterTarget(client, OneByOne).ApplyAsync(Copy, null, Token);
        report.Findings.ShouldHaveSingleItem().Id.ShouldBe(FindingIds.ObjectRefused);
        var failed = report.Objects.Single(applied => applied.Outcome == ApplyOutcome.Failed).Resource;
        failed.Kind.ShouldBe(Kinds.Secret);
        var set = Copy.Sets.Index().Single(pair => pair.Item.Any(resource => resource.Id == failed)).Index;
        foreach (var (index, resources) in Copy.Sets.Index())
        {
            var expected = index > set ? ApplyOutcome.NotReached : ApplyOutcome.Created;
            resources
                .Where(resource => resource.Id != failed)
                .ShouldAllBe(resource =>
                    report.Objects.Single(applied => applied.Resource == resource.Id).Outcome == expected
                );
        }
    }

    [Theory]
    [InlineData(nameof(FaultKind.ResetBefore))]
    [InlineData(nameof(FaultKind.ResetAfter))]
    [InlineData(nameof(FaultKind.ResetInBody))]
    [InlineData(nameof(FaultKind.Error))]
    public async Task A_lost_answer_makes_no_duplicate_and_loses_nothing(string fault)
    {
        var kind = Enum.Parse<FaultKind>(fault);
        await using var server = await TestCluster.StartAsync();
        using var client = server.CreateClient();
        foreach (var plural in new[] { "configmaps", "secrets", "datavolumes", "virtualmachines" })
            server.Break(
                new Fault(kind)
                {
                    Method = "POST",
                    Path = $"/{plural}?",
                    Times = 3,
                }
            );
        var report = await new ClusterTarget(client, OneByOne).ApplyAsync(Copy, null, Token);
        report.IsComplete.ShouldBeTrue(string.Join('\n', report.Findings));
        report.Objects.ShouldAllBe(applied => applied.Outcome == ApplyOutcome.Created);
        Copy.Resources.ShouldAllBe(resource => server.Store.Find(resource.Id) != null);
    }

    [Fact]
    public async Task Progress_tells_of_each_object_with_its_set_and_how_many_are_done()
    {
        await using var server = await TestCluster.StartAsync();
        using var client = server.CreateClient();
        var progress = new KeptProgress<ApplyProgress>();
        await new ClusterTarget(client, OneByOne).ApplyAsync(Copy, new ApplyOptions { Progress = progress }, Token);

        var total = Copy.Resources.Count();
        progress.All.Select(report => report.Done).ShouldBe(Enumerable.Range(1, total));
        progress.All.ShouldAllBe(report => report.Total == total && report.Sets == Copy.Sets.Count);
        foreach (var (index, set) in Copy.Sets.Index())
        {
            var told = progress.All.Where(report => report.Set == index).Select(report => report.Applied.Resource);
            told.ShouldBe(set.Select(resource => resource.Id), ignoreOrder: true);
        }

        progress.All[0].ToString().ShouldStartWith($"set 1/{Copy.Sets.Count}, 1/{total}: ");
    }

    [Fact]
    public async Task A_killed_restore_goes_on_from_its_journal_wherever_it_was_killed()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var steps = Copy.Resources.Count();
            foreach (var killed in Enumerable.Range(0, 12).Select(i => i * steps / 12))
            {
                await using var server = await TestCluster.StartAsync();
                using var client = server.CreateClient();
                var path = Path.Combine(folder.FullName, $"{killed}.journal");
                using (var journal = ApplyJournal.Open(path, Copy))
                {
                    using var kill = new CancellationTokenSource();
                    await Should.ThrowAsync<OperationCanceledException>(() =>
                        new ClusterTarget(client, OneByOne).ApplyAsync(
                            Copy,
                            new ApplyOptions { Journal = journal, Progress = new Killer(killed, kill) },
                            kill.Token
                        )
                    );
                }

                using var again = ApplyJournal.Open(path, Copy);
                var report = await new ClusterTarget(client, OneByOne).ApplyAsync(
                    Copy,
                    new ApplyOptions { Journal = again, Existing = _ => ExistingObject.Fail },
                    Token
                );
                report.IsComplete.ShouldBeTrue(string.Join('\n', report.Findings));
                report.Objects.Count(applied => applied.Outcome == ApplyOutcome.Resumed).ShouldBe(killed + 1);
                Copy.Owners.ShouldAllBe(owner =>
                    server.Store.Find(owner.Object)!["metadata"]!["ownerReferences"] != null
                );
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_journal_of_another_restore_or_of_something_else_is_refused_and_a_torn_last_line_is_not_written()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var path = Path.Combine(folder.FullName, "a.journal");
            ApplyJournal.Open(path, Copy).Dispose();
            Should
                .Throw<IOException>(() => ApplyJournal.Open(path, Copy with { Sets = [] }))
                .Message.ShouldContain("another restore");
            File.AppendAllText(path, "begin Secret/copy/a\ncreated Secret/copy/b 1");
            using (var journal = ApplyJournal.Open(path, Copy))
                journal.ToString();
            File.ReadAllText(path).ShouldEndWith("begin Secret/copy/a\n");
            File.WriteAllText(path, "something\n");
            Should.Throw<IOException>(() => ApplyJournal.Open(path, Copy)).Message.ShouldContain("no journal");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_namespace_that_the_restore_does_not_bring_is_created_and_that_is_said()
    {
        await using var server = await TestCluster.StartAsync();
        using var client = server.CreateClient();
        var bare = Copy with
        {
            Sets = [.. Copy.Sets.Select(set => set.Where(resource => resource.Id.Kind != Kinds.Namespace).ToList())],
        };
        var report = await new ClusterTarget(client, OneByOne).ApplyAsync(bare, null, Token);
        report.Objects.ShouldContain(
            new AppliedObject(
                ResourceId.Parse("Namespace/copy"),
                ApplyOutcome.Created,
                server.Store.Find(ResourceId.Parse("Namespace/copy"))!["metadata"]!["uid"]!.GetValue<string>()
            )
        );
    }

    [Fact]
    public async Task What_a_server_says_of_a_Secret_is_not_repeated()
    {
        await using var server = await TestCluster.StartAsync();
        using var client = server.CreateClient();
        server.Break(Fault.OfCode(422, "/secrets", "POST"));
        var finding = (
            await new ClusterTarget(client, OneByOne).ApplyAsync(Copy, null, Token)
        ).Findings.ShouldHaveSingleItem();
        finding.Message.ShouldContain("422");
        finding.Message.ShouldNotContain("something went wrong");
    }

    [Fact]
    public async Task What_was_restored_is_verified()
    {
        await using var server = await TestCluster.StartAsync();
        using var client = server.CreateClient();
        var target = new ClusterTarget(client, OneByOne);
        await target.ApplyAsync(Copy, null, Token);
        (await target.VerifyAsync(Copy, Token)).ShouldContain(finding =>
            finding.Id == FindingIds.NotReady && finding.Resource!.Value.Kind == Kinds.PersistentVolumeClaim
        );
        foreach (
            var (kind, status) in new[]
            {
                (Kinds.PersistentVolumeClaim, """{"phase":"Bound"}"""),
                (Kinds.DataVolume, """{"phase":"Succeeded"}"""),
                (Kinds.VirtualMachine, """{"printableStatus":"Running"}"""),
            }
        )
        {
            foreach (var resource in Copy.Resources.Where(resource => resource.Id.Kind == kind))
            {
                var stored = server.Store.Find(resource.Id)!;
                stored["status"] = System.Text.Json.Nodes.JsonNode.Parse(status);
                server.Store.Put(resource.Id, stored);
            }
        }

        var archived = Copy.Resources.Select(resource => resource.Id).ToHashSet();
        var unarchived = Copy
            .Resources.Where(resource =>
                resource.Id.Kind == Kinds.DataVolume
                && !archived.Contains(resource.Id.WithKind(Kinds.PersistentVolumeClaim))
            )
            .Select(resource => resource.Id.WithKind(Kinds.PersistentVolumeClaim));
        (await target.VerifyAsync(Copy, Token)).Select(finding => finding.Resource!.Value).ShouldBe(unarchived);
        server.Add(
            unarchived.Select(id =>
                Resource.Parse(
                    $$$"""{"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"{{{id.Name}}}","namespace":"{{{id.Namespace}}}"},"spec":{},"status":{"phase":"Bound"}}"""
                )
            )
        );
        (await target.VerifyAsync(Copy, Token)).ShouldBeEmpty();
        server.Remove(Copy.Resources.First(resource => resource.Id.Kind == Kinds.PersistentVolumeClaim).Id);
        (await target.VerifyAsync(Copy, Token)).ShouldHaveSingleItem().Severity.ShouldBe(FindingSeverity.Error);
    }

    private sealed class Killer(int after, CancellationTokenSource kill) : IProgress<ApplyProgress>
    {
        private int _count;

        public void Report(ApplyProgress value)
        {
            if (_count++ == after)
                kill.Cancel();
        }
    }
}
