using System.Text.Json;
using System.Text.Json.Nodes;
using KubeVirt.Backup.Comparing;
using KubeVirt.Backup.Formats;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Planning;
using KubeVirt.Backup.Restore;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Documents;

/// <summary>Documents go both ways, and say what is wrong with one that does not.</summary>
public class DocumentTests
{
    private static readonly BackupPlan Plan = BackupPlanner.Plan(
        [.. Repository.SampleManifests.Resources, .. Repository.ThirtyMachines],
        null
    );

    private static readonly RestoreResult Result = RestorePresets.Unique.Apply(
        Plan.Graph,
        NameMap.Empty,
        CancellationToken.None
    );

    private static readonly GraphComparison Comparison = GraphComparison.Between(
        Plan.Graph,
        ResourceGraph.Create(Result.Resources, Resolvers.BuiltInResolvers.Default)
    );

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void A_plan_is_read_back_as_it_was_written()
    {
        var read = BackupPlanDocument.Read(Plan.ToJson());

        read.ToJson().ShouldBe(Plan.ToJson());
        read.Roots.ShouldBe(Plan.Roots);
        read.Sets.SelectMany(set => set.Resources).ShouldBe(Plan.Sets.SelectMany(set => set));
        read.Findings.ShouldBe(Plan.Findings);
        read.Excluded.ShouldBe(Plan.Excluded);
        read.Verdicts.Select(verdict => verdict.ToString())
            .ShouldBe(Plan.Judge().Select(verdict => verdict.ToString()));
        read.Machines.Select(machine => machine.Bytes).ShouldBe(Plan.Machines.Select(machine => machine.Bytes));
        read.Machines.SelectMany(machine => machine.Volumes)
            .Select(volume => volume.ToString())
            .ShouldBe(Plan.Machines.SelectMany(machine => machine.Volumes).Select(volume => volume.ToString()));
    }

    [Theory]
    [InlineData(typeof(BackupPlanDocument))]
    [InlineData(typeof(RestoreDocument))]
    [InlineData(typeof(ComparisonDocument))]
    public void What_a_document_of_an_earlier_version_lacks_has_its_default(Type document) =>
        DocumentMembers.WithoutDefault(DocumentContext.Default, document).ShouldBeEmpty();

    [Fact]
    public void Members_of_machines_that_a_plan_lacks_are_empty()
    {
        var plan = JsonNode.Parse(Plan.ToJson())!;
        foreach (var machine in plan["machines"]!.AsArray())
        {
            machine!["verdict"]!.AsObject().Remove("without");
            machine["way"]?.AsObject().Remove("rejected");
        }

        var machines = BackupPlanDocument.Read(plan.ToJsonString()).Machines;

        machines.ShouldAllBe(machine => machine.Verdict.Without.Count == 0);
        machines.Select(machine => machine.Way).OfType<PlannedWay>().ShouldAllBe(way => way.Rejected.Count == 0);
        machines
            .Select(machine => machine.Verdict.ToString())
            .ShouldBe(Plan.Machines.Select(machine => (machine.Verdict with { Without = [] }).ToString()));
    }

    [Fact]
    public void A_result_is_read_back_as_it_was_written()
    {
        var read = RestoreDocument.Read(Result.ToJson());
        read.ToJson().ShouldBe(Result.ToJson());
        read.Changes.Count.ShouldBe(Result.Changes.Count);
        read.Findings.ShouldBe(Result.Findings);
    }

    [Fact]
    public void A_comparison_is_read_back_as_it_was_written()
    {
        Comparison.IsEmpty.ShouldBeFalse();
        ComparisonDocument.Read(Comparison.ToJson()).ToJson().ShouldBe(Comparison.ToJson());
    }

    [Fact]
    public async Task A_stream_and_a_writer_get_the_document_that_the_text_is()
    {
        var document = BackupPlanDocument.Of(Plan);
        using var stream = new MemoryStream();
        await document.WriteAsync(stream, Token);
        stream.Position = 0;
        (await BackupPlanDocument.ReadAsync(stream, Token)).ToJson().ShouldBe(Plan.ToJson());
        stream.CanRead.ShouldBeTrue();

        using var buffer = new MemoryStream();
        await using (var writer = new Utf8JsonWriter(buffer))
            document.WriteTo(writer);
        var (written, text) = (JsonNode.Parse(buffer.ToArray()), JsonNode.Parse(Plan.ToJson()));
        JsonNode.DeepEquals(written, text).ShouldBeTrue();
    }

    [Fact]
    public void The_class_of_an_object_is_in_the_plans_document_where_it_is_no_definition()
    {
        var classes = BackupPlanDocument.Of(Plan).Classes;
        foreach (var id in Plan.Sets.SelectMany(set => set))
        {
            var found = classes.SingleOrDefault(found => found.Resource == id);
            (found?.Class ?? Platforms.ObjectClass.Definition).ShouldBe(Plan.ClassOf(id).Class);
        }
    }

    [Theory]
    [InlineData("""{"roots":[]}""", "at /formatVersion there is no format version")]
    [InlineData("""{"formatVersion":"1"}""", "at /formatVersion there is no format version")]
    [InlineData("""{"formatVersion":2}""", "it is of format version 2, and only 1 can be read: use a later version")]
    [InlineData("[]", "at /formatVersion")]
    [InlineData("", "the text is empty")]
    [InlineData("""{"formatVersion":1}""", "these members are missing: 'roots', 'sets', 'edges'")]
    [InlineData("""{"formatVersion":1,"formatVersion":1}""", "a name stands twice in an object")]
    public void What_is_no_document_is_refused_with_the_reason(string json, string reason) =>
        Should.Throw<DocumentException>(() => BackupPlanDocument.Read(json)).Message.ShouldContain(reason);

    [Theory]
    [InlineData("/roots/0", "1", "/roots/0")]
    [InlineData("/roots/0", "\"no id\"", "/roots/0")]
    [InlineData("/sets/0", "{}", "'resources'")]
    [InlineData("/sets/0/resources", "null", "/sets/0")]
    [InlineData("/edges/0/relation", "\"likes\"", "/edges/0/relation")]
    [InlineData("/edges/0/relation", "1", "/edges/0/relation")]
    [InlineData("/edges/0/required", "\"yes\"", "/edges/0/required")]
    [InlineData("/findings/0/severity", "\"awful\"", "/findings/0/severity")]
    [InlineData("/machines/0/verdict/outcome", "\"fine\"", "/machines/0/verdict/outcome")]
    [InlineData("/machines", "{}", "/machines")]
    public void A_value_that_does_not_belong_is_refused_with_its_place(string pointer, string value, string place)
    {
        var json = Replace(Plan.ToJson(), pointer, value);
        var refusal = Should.Throw<DocumentException>(() => BackupPlanDocument.Read(json));
        refusal.Message.ShouldContain(place);
        refusal.Message.ShouldNotContain("KubeVirt.Backup.");
    }

    [Fact]
    public void A_document_that_is_cut_off_is_refused_wherever_that_is()
    {
        var json = BackupPlanner
            .Plan([Repository.SampleManifests.Resources[0]], new PlanOptions { AllowEmpty = true })
            .ToJson();
        for (var length = 0; length < json.Length; length++)
            Should.Throw<DocumentException>(() => BackupPlanDocument.Read(json[..length]));
        BackupPlanDocument.Read(json);
    }

    [Fact]
    public void Members_that_a_later_version_adds_are_skipped()
    {
        var json = Plan.ToJson().Insert(1, "\"later\":{\"a\":[1,{\"b\":null}]},");
        BackupPlanDocument.Read(json).ToJson().ShouldBe(Plan.ToJson());
    }

    [Fact]
    public void The_schemas_in_the_docs_are_those_of_the_documents()
    {
        var context = DocumentContext.Default;
        DocumentSchema.Compare(context.BackupPlanDocument, "backup-plan", "The plan of a backup");
        DocumentSchema.Compare(context.RestoreDocument, "restore", "What a restore changes");
        DocumentSchema.Compare(context.ComparisonDocument, "comparison", "What differs between two graphs");
    }

    [Fact]
    public void Documents_are_what_their_schemas_say()
    {
        DocumentSchema.Violations("backup-plan", Plan.ToJson()).ShouldBeEmpty();
        DocumentSchema.Violations("restore", Result.ToJson()).ShouldBeEmpty();
        DocumentSchema.Violations("comparison", Comparison.ToJson()).ShouldBeEmpty();
        DocumentSchema
            .Violations("backup-plan", Replace(Plan.ToJson(), "/edges/0/relation", "\"likes\""))
            .ShouldNotBeEmpty();
    }

    private static string Replace(string json, string pointer, string value)
    {
        var root = JsonNode.Parse(json)!;
        var steps = pointer.Split('/')[1..];
        var holder = steps[..^1]
            .Aggregate(root, (at, step) => at is JsonArray list ? list[int.Parse(step)]! : at[step]!);
        var node = JsonNode.Parse(value);
        if (holder is JsonArray items)
            items[int.Parse(steps[^1])] = node;
        else
            holder[steps[^1]] = node;

        return root.ToJsonString();
    }
}
