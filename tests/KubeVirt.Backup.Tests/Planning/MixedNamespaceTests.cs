using System.Globalization;
using System.Text;
using KubeVirt.Backup.Formats;
using KubeVirt.Backup.Manifests;
using Xunit;

namespace KubeVirt.Backup.Planning;

/// <summary>
/// Thirty machines, each with something of its own. What is expected was read object by object; whoever changes it
/// should do so again.
/// </summary>
public class MixedNamespaceTests
{
    private static readonly string Folder = Repository.PathOf(
        "tests",
        "KubeVirt.Backup.Tests",
        "Fixtures",
        "Namespaces",
        "thirty-machines"
    );

    private BackupPlan Plan { get; } =
        BackupPlanner.Plan(
            new ManifestReader().Read(File.ReadAllBytes(Path.Combine(Folder, "input.yaml")), "input.yaml").Resources,
            null
        );

    [Fact]
    public void Every_object_refers_to_what_it_should() => ShouldBe(Edges(), "references.txt");

    [Fact]
    public void The_plan_is_the_one_that_was_read() => ShouldBe(Plan.ToText(), "plan.txt");

    private string Edges()
    {
        var text = new StringBuilder();
        foreach (
            var group in Plan.Graph.Edges.Where(edge => edge.To.Kind != Kinds.Namespace).GroupBy(edge => edge.From)
        )
        {
            text.Append(group.Key).Append('\n');
            foreach (var edge in group)
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"  {edge.Path} {edge.Relation}{(edge.IsRequired ? "" : "?")} {edge.To}\n"
                );
        }

        return text.ToString();
    }

    private static void ShouldBe(string actual, string file) =>
        Approved.Compare(actual.ReplaceLineEndings("\n"), Path.Combine(Folder, file));
}
