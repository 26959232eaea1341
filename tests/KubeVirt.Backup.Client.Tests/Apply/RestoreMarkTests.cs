using System.Text;
using KubeVirt.Backup.Client.Apply;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Resolvers;
using KubeVirt.Backup.Restore;
using KubeVirt.Backup.Testing;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

/// <summary>Which restore an object is of.</summary>
public sealed class RestoreMarkTests : IDisposable
{
    private const string Claim =
        """{"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"namespace":"shop","name":"db","annotations":{"theirs":"yes"}},"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}}}""";
    private const string Machine =
        """{"apiVersion":"kubevirt.io/v1","kind":"VirtualMachine","metadata":{"namespace":"shop","name":"db"},"spec":{"runStrategy":"Halted","template":{"spec":{"volumes":[{"name":"root","persistentVolumeClaim":{"claimName":"db"}}]}}}}""";
    private const string Key = "kubevirt-backup/restore-id";

    private static readonly ResourceId ClaimId = ResourceId.Parse("PersistentVolumeClaim/shop/db");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_mark_is_of_two_ids_of_sixteen_digits()
    {
        var mark = RestoreMark.Of(SampleCopy.Unique, null);

        (mark.Content.Length, mark.Run.Length).ShouldBe((16, 16));
        RestoreMark.Of(SampleCopy.Unique, null).Content.ShouldBe(mark.Content);
        RestoreMark.Of(SampleCopy.Held, null).Content.ShouldNotBe(mark.Content);
    }

    [Fact]
    public void An_object_that_is_nested_deeply_gets_its_mark()
    {
        var (open, close) = (new string('[', 90), new string(']', 90));
        var map = Resource.Parse(
            $"{"{"}\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{"{"}\"name\":\"a\",\"namespace\":\"ns\"{"}"},\"x\":{open}1{close}{"}"}"
        );

        var marked = Resource.Parse(new RestoreMark("content", "run").PutOn(map));
        marked.StringAt("/metadata/annotations/kubevirt-backup~1restore-id").ShouldBe("content.run");
        marked.At("/x")!.Value.GetRawText().ShouldBe($"{open}1{close}");
    }

    [Fact]
    public async Task What_a_restore_creates_bears_its_mark_beside_all_that_it_had()
    {
        await using var server = await TestCluster.StartAsync();
        using var client = server.CreateClient();
        await new ClusterTarget(client, OneByOne).ApplyAsync(Restore(Claim, Machine), null, Token);

        var annotations = server.Store.Find(ClaimId)!["metadata"]!["annotations"]!;
        annotations["theirs"]!.GetValue<string>().ShouldBe("yes");
        annotations[Key]!.GetValue<string>().ShouldNotBeEmpty();
        var machine = server.Store.Find(ResourceId.Parse("VirtualMachine.kubevirt.io/shop/db"))!;
        machine["metadata"]!["annotations"]!.ToJsonString().ShouldContain(annotations[Key]!.GetValue<string>());
    }

    [Theory]
    [InlineData("", "\"annotations\":{\"KEY\":\"c.r\"}")]
    [InlineData("\"annotations\":null,", "\"annotations\":{\"KEY\":\"c.r\"}")]
    [InlineData(
        "\"annotations\":{\"b\":\"2\",\"KEY\":\"old\",\"a\":\"1\"},",
        "\"annotations\":{\"b\":\"2\",\"a\":\"1\",\"KEY\":\"c.r\"}"
    )]
    public void A_mark_takes_the_place_of_an_older_one_and_nothing_else_is_touched(string before, string after)
    {
        var text =
            """{"kind":"ConfigMap","metadata":{BEFORE"name":"a","namespace":"ns"},"data":{"x":"1.50"},"apiVersion":"v1"}""";
        var map = Resource.Parse(text.Replace("BEFORE", before.Replace("KEY", Key)));

        var marked = new RestoreMark("c", "r").PutOn(map);

        var expected =
            """{"kind":"ConfigMap","metadata":{"name":"a","namespace":"ns",AFTER},"data":{"x":"1.50"},"apiVersion":"v1"}""";
        Encoding.UTF8.GetString(marked.Span).ShouldBe(expected.Replace("AFTER", after.Replace("KEY", Key)));
    }

    [Theory]
    [InlineData("c.r", true, true)]
    [InlineData("c.s", false, true)]
    [InlineData("d.r", false, false)]
    [InlineData("cc.r", false, false)]
    public void A_mark_tells_this_restore_from_one_of_the_same_content(string mark, bool isOn, bool isOfSameContent)
    {
        var map = Resource.Parse(
            $$$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a","namespace":"ns","annotations":{"{{{Key}}}":"{{{mark}}}"} } }"""
        );

        (new RestoreMark("c", "r").IsOn(map), new RestoreMark("c", "r").IsOfSameContent(map)).ShouldBe(
            (isOn, isOfSameContent)
        );
    }

    // The earlier restore had the same field manager and the same claim; the second row is the very same restore.
    [Theory]
    [InlineData(Claim)]
    [InlineData(Claim, Machine)]
    public async Task A_claim_of_an_earlier_restore_is_not_that_of_this_one(params string[] earlier)
    {
        await using var server = await TestCluster.StartAsync();
        using var client = server.CreateClient();
        var target = new ClusterTarget(client, OneByOne);
        await target.ApplyAsync(Restore(earlier), null, Token);
        server.Remove(ResourceId.Parse("VirtualMachine.kubevirt.io/shop/db"));

        var report = await target.ApplyAsync(Restore(Claim, Machine), null, Token);
        report.Objects.Select(applied => applied.Outcome).ShouldBe([ApplyOutcome.Kept, ApplyOutcome.Failed]);
        report.Findings.Select(finding => finding.Id).Distinct().ShouldBe([FindingIds.ObjectExists]);
    }

    [Fact]
    public async Task A_claim_that_a_journal_of_another_restore_tells_of_is_not_that_of_this_one()
    {
        await using var server = await TestCluster.StartAsync();
        using var client = server.CreateClient();
        var target = new ClusterTarget(client, OneByOne);
        var restore = Restore(Claim, Machine);
        using (var first = ApplyJournal.Open(PathOf("first"), Restore(Claim)))
            await target.ApplyAsync(Restore(Claim), new ApplyOptions { Journal = first }, Token);

        // A crash came before the UID was written down, and somebody else's claim has the name by now.
        using var second = OpenBegun("second", restore);
        var report = await target.ApplyAsync(restore, new ApplyOptions { Journal = second }, Token);
        report.Objects.Select(applied => applied.Outcome).ShouldBe([ApplyOutcome.Kept, ApplyOutcome.Failed]);
    }

    [Fact]
    public async Task A_claim_that_a_webhook_resized_before_the_answer_was_lost_is_the_restores_own()
    {
        await using var server = await TestCluster.StartAsync();
        server.Controllers = () => Resize(server);
        server.Break(new Fault(FaultKind.ResetAfter) { Method = "POST", Path = "/persistentvolumeclaims?" });
        using var client = server.CreateClient();
        var report = await new ClusterTarget(client, OneByOne).ApplyAsync(Restore(Claim, Machine), null, Token);

        report.Findings.ShouldBeEmpty();
        report.Objects.ShouldAllBe(applied => applied.Outcome == ApplyOutcome.Created);
    }

    [Fact]
    public async Task A_claim_that_was_begun_before_a_crash_is_known_by_the_journals_mark_also_if_it_was_resized()
    {
        await using var server = await TestCluster.StartAsync();
        server.Controllers = () => Resize(server);
        using var client = server.CreateClient();
        var target = new ClusterTarget(client, OneByOne);
        var restore = Restore(Claim, Machine);
        using (var journal = ApplyJournal.Open(PathOf("journal"), restore))
            await target.ApplyAsync(restore, new ApplyOptions { Journal = journal }, Token);

        var lines = await File.ReadAllLinesAsync(PathOf("journal"), Token);
        var begun = lines.Where(line => !line.StartsWith("created", StringComparison.Ordinal));
        await File.WriteAllTextAsync(PathOf("journal"), string.Concat(begun.Select(line => line + "\n")), Token);
        using var again = ApplyJournal.Open(PathOf("journal"), restore);
        var report = await target.ApplyAsync(restore, new ApplyOptions { Journal = again }, Token);

        report.Findings.ShouldBeEmpty();
        report.Objects.Select(applied => applied.Outcome).ShouldBe([ApplyOutcome.Resumed, ApplyOutcome.Resumed]);
    }

    [Fact]
    public void A_restore_of_what_a_restore_wrote_removes_its_mark()
    {
        var marked = Claim.Replace("\"theirs\":\"yes\"", $"\"theirs\":\"yes\",\"{Key}\":\"a.b\"");
        var graph = ResourceGraph.Create([Resource.Parse(marked)], BuiltInResolvers.Default);
        var restored = RestorePresets.Guide.Apply(graph, cancellationToken: Token).Resources.ShouldHaveSingleItem();

        restored.StringAt("/metadata/annotations/theirs").ShouldBe("yes");
        restored.StringAt("/metadata/annotations/kubevirt-backup~1restore-id").ShouldBeNull();
    }

    private static void Resize(TestCluster server)
    {
        if (server.Store.Find(ClaimId) is not { } claim)
            return;

        var requests = claim["spec"]!["resources"]!["requests"]!;
        if (requests["storage"]!.GetValue<string>() == "2Gi")
            return;

        requests["storage"] = "2Gi";
        server.Store.Put(ClaimId, claim);
    }

    /// <summary>A journal in which every object was begun and none was created.</summary>
    private ApplyJournal OpenBegun(string name, RestoreResult restore)
    {
        using (ApplyJournal.Open(PathOf(name), restore)) { }

        var begun = restore.Resources.Select(resource => $"begin {resource.Id}\n");
        File.AppendAllText(PathOf(name), string.Concat(begun));
        return ApplyJournal.Open(PathOf(name), restore);
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>A restore with a set for each object.</summary>
    private static RestoreResult Restore(params string[] json) =>
        new([.. json.Select(Resource.Parse).Select(resource => new[] { resource })], [], [], []);
}
