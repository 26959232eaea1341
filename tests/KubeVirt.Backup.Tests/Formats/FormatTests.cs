using System.Globalization;
using KubeVirt.Backup.Comparing;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Planning;
using KubeVirt.Backup.Rehearsal;
using KubeVirt.Backup.Restore;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Formats;

public class FormatTests
{
    private static readonly ResourceId Root = ResourceId.Parse("VirtualMachine.kubevirt.io/shop/cache");

    private static readonly BackupPlan Plan = BackupPlanner.Plan(
        Repository.SampleManifests.Resources,
        new PlanOptions { Roots = [Root] }
    );

    [Fact]
    public void A_plan_as_text() => Approve(Plan.ToText(), "plan", "txt");

    [Fact]
    public void A_plan_as_JSON() => Approve(Plan.ToJson(), "plan", "json");

    [Fact]
    public void A_plan_as_Mermaid() => Approve(Plan.ToMermaid(), "plan", "mermaid");

    [Fact]
    public void A_plan_as_DOT() => Approve(Plan.ToDot(), "plan", "dot");

    [Fact]
    public void A_plan_as_HTML() => Approve(PageTests.WithoutAssets(Plan.ToHtml()), "plan", "html");

    [Fact]
    public void A_plan_as_a_tree() => Approve(Plan.ToTree(), "plan.tree", "txt");

    [Fact]
    public void A_finding_of_a_rehearsal_says_what_is_absent_as_others_do()
    {
        var id = new ResourceId(Kinds.StorageClass, null, "fast");
        var finding = new Finding("KVB9", FindingSeverity.Info, null, null, "no") { Absent = id };
        var report = RestoreRehearsal.Play([], new RehearsalTarget(), TestContext.Current.CancellationToken) with
        {
            Findings = [finding, finding with { Absent = null }],
        };
        using var json = System.Text.Json.JsonDocument.Parse(report.ToJson());
        var told = json.RootElement.GetProperty("findings");

        told[0].GetProperty("absent").GetString().ShouldBe(id.ToString());
        told[1].TryGetProperty("absent", out _).ShouldBeFalse();
    }

    [Fact]
    public void A_restore_as_text() => Approve(Restore().ToText(), "restore", "txt");

    [Fact]
    public void A_restore_as_JSON() => Approve(Restore().ToJson(), "restore", "json");

    [Fact]
    public void A_restore_as_HTML() => Approve(PageTests.WithoutAssets(Restore().ToHtml()), "restore", "html");

    [Fact]
    public void A_comparison_as_text() => Approve(Comparison().ToText(), "comparison", "txt");

    [Fact]
    public void A_comparison_as_JSON() => Approve(Comparison().ToJson(), "comparison", "json");

    [Fact]
    public void A_comparison_with_KubeVirts_object_graph_as_text() =>
        Approve(ObjectGraphTests.Sample.ToText(), "objectgraph", "txt");

    private static RestoreResult Restore() =>
        RestorePresets.Unique.Apply(Plan.Graph, new NameMap(new Dictionary<string, string> { ["shop"] = "copy" }));

    private static GraphComparison Comparison() =>
        GraphComparison.Between(GraphComparisonTests.Read("before.yaml"), GraphComparisonTests.Read("after.yaml"));

    [Fact]
    public void What_is_written_to_a_writer_is_the_text()
    {
        static string Written(Action<TextWriter> write)
        {
            using var writer = new StringWriter(CultureInfo.InvariantCulture);
            write(writer);
            return writer.ToString();
        }

        Written(writer => Plan.WriteText(writer, 3)).ShouldBe(Plan.ToText(3));
        Written(Plan.WriteHtml).ShouldBe(Plan.ToHtml());
        Written(writer => Plan.Graph.WriteMermaid(writer, 5)).ShouldBe(Plan.Graph.ToMermaid(5));
        Written(writer => Plan.Graph.WriteDot(writer)).ShouldBe(Plan.ToDot());
        var result = Restore();
        Written(result.WriteText).ShouldBe(result.ToText());
        Written(result.WriteDiff).ShouldBe(result.ToDiff());
        Written(result.WriteHtml).ShouldBe(result.ToHtml());
    }

    private static void Approve(string text, string what, string extension) =>
        Approved.Compare(
            text,
            Repository.PathOf("tests", "KubeVirt.Backup.Tests", "Formats", "Approved", $"{what}.approved.{extension}")
        );
}
