using System.Text;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Manifests;
using KubeVirt.Backup.Platforms;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Planning;

/// <summary>
/// A folder for each case: <c>input.yaml</c>, and <c>expected.txt</c> with the claims of the machine's state, those
/// that are missing, and findings. Written by hand after what KubeVirt does.
/// </summary>
public class PreferredStateTests
{
    private static readonly string Folder = Repository.PathOf("tests", "KubeVirt.Backup.Tests", "Fixtures", "State");

    private static readonly ResourceId Machine = ResourceId.Parse("VirtualMachine.kubevirt.io/ns/vm");

    public static TheoryData<string> Cases =>
        [
            .. Directory
                .EnumerateDirectories(Folder)
                .Select(folder => Path.GetFileName(folder)!)
                .Order(StringComparer.Ordinal),
        ];

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_claim_of_a_machines_state_is_what_KubeVirt_makes_of_machine_and_preference(string name) =>
        Approved.Compare(Describe(Plan(name)), Path.Combine(Folder, name, "expected.txt"));

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_claim_that_is_there_is_snapshot(string name)
    {
        var plan = Plan(name);
        plan.Volumes.ShouldBe(
            plan.Graph.Nodes.Where(node => node.Id.Kind == Kinds.PersistentVolumeClaim && !node.IsMissing)
                .Select(node => node.Id)
        );
    }

    [Fact]
    public void The_graph_keeps_its_order_when_a_claim_is_added_to_what_is_missing()
    {
        var graph = Plan("claim-absent").Graph;
        graph.Nodes.Select(node => node.Id).ShouldBeInOrder();
        graph
            .Edges.Where(edge => edge.From == Machine)
            .Select(edge => edge.Path)
            .ShouldBeInOrder(SortDirection.Ascending, StringComparer.Ordinal);
        graph
            .Explain(ResourceId.Parse("PersistentVolumeClaim/ns/persistent-state-for-vm"))
            .ShouldHaveSingleItem()
            .Reference.Why.ShouldContain("ControllerRevision.apps/ns/rev");
    }

    [Fact]
    public void A_graph_to_which_a_claim_is_added_keeps_what_is_known_of_platforms()
    {
        var platforms = PlatformSet.Default.With(new PlatformPack("Acme Backup"));
        var input = new ManifestReader().Read(
            File.ReadAllBytes(Path.Combine(Folder, "claim-absent", "input.yaml")),
            ""
        );
        var plan = BackupPlanner.Plan(input.Resources, new PlanOptions { Roots = [Machine], Platforms = platforms });
        plan.Graph.Platforms.ShouldBeSameAs(platforms);
    }

    private static BackupPlan Plan(string name)
    {
        var input = new ManifestReader().Read(File.ReadAllBytes(Path.Combine(Folder, name, "input.yaml")), name);
        input.Findings.ShouldBeEmpty();
        return BackupPlanner.Plan(input);
    }

    private static string Describe(BackupPlan plan)
    {
        var text = new StringBuilder();
        foreach (var edge in plan.Graph.EdgesFrom(Machine).Where(edge => edge.To.Kind == Kinds.PersistentVolumeClaim))
            text.Append($"needs{(edge.IsRequired ? "" : "?")} {edge.To} {edge.Path}\n");
        foreach (var id in plan.Missing.Where(id => id.Kind == Kinds.PersistentVolumeClaim))
            text.Append($"missing {id}\n");
        foreach (var finding in plan.Findings.Where(IsAboutState))
            text.Append(
                $"finding {finding.Id} {finding.Severity.ToString().ToLowerInvariant()} {finding.Resource} {finding.Path}\n"
            );
        return text.ToString();
    }

    // What else is missing, the namespace, is not this test's; a guest's own reference follows from its spec.
    private static bool IsAboutState(Finding finding) =>
        finding.Id is FindingIds.UnwantedStateClaim or FindingIds.PreferenceUnreadable
        || (
            finding.Id == FindingIds.MissingReference
            && finding.Resource == Machine
            && finding.Message.Contains("PersistentVolumeClaim", StringComparison.Ordinal)
        );
}
