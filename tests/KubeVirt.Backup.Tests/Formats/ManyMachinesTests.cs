using System.Text;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Manifests;
using KubeVirt.Backup.Planning;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Formats;

/// <summary>A plan of many healthy machines can be read: what is alike is said once, with its number.</summary>
public class ManyMachinesTests
{
    private const int Count = 500;
    private const int LinesOfTwoScreens = 80;

    private static readonly BackupPlan Plan = BackupPlanner.Plan(
        new ManifestReader().Read(Encoding.UTF8.GetBytes(Yaml()), "generated")
    );

    [Fact]
    public void The_text_fits_two_screens() => Lines(Plan.ToText()).ShouldBeLessThan(LinesOfTwoScreens);

    [Fact]
    public void Every_object_has_its_line_where_that_is_asked_for() =>
        Lines(Plan.ToText(int.MaxValue)).ShouldBeGreaterThan(Plan.Graph.Nodes.Count);

    [Fact]
    public void No_error_and_no_warning_needs_nobodys_hand() =>
        Plan.Findings.ShouldAllBe(finding => finding.Severity == FindingSeverity.Info);

    [Fact]
    public void What_has_one_cause_is_one_finding_with_its_number()
    {
        var volumes = Plan.Findings.Where(finding =>
            finding.Message.Contains("bound volume", StringComparison.Ordinal)
        );
        volumes.ShouldHaveSingleItem().Message.ShouldContain($"So it is at {Count - 1} more places, such as in ");
    }

    [Fact]
    public void What_needs_a_hand_of_its_own_is_never_joined()
    {
        var lost = BackupPlanner.Plan(
            Plan.Graph.Nodes.Select(node => node.Resource)
                .OfType<Resource>()
                .Where(resource => resource.Id.Kind != Kinds.PersistentVolumeClaim),
            null
        );
        lost.Findings.Count(finding => finding.Severity == FindingSeverity.Error).ShouldBe(Count);
    }

    private static int Lines(string text) => text.Split('\n').Length;

    private static string Yaml()
    {
        var machines = Enumerable
            .Range(0, Count)
            .Select(number =>
                $$$"""
                    apiVersion: kubevirt.io/v1
                    kind: VirtualMachine
                    metadata: {name: vm-{{{number}}}, namespace: ns, uid: u-{{{number}}}}
                    spec:
                      runStrategy: Halted
                      template: {spec: {domain: {devices: {}}, volumes: [{name: r, persistentVolumeClaim: {claimName: c-{{{number}}}}}]}}
                    ---
                    apiVersion: v1
                    kind: PersistentVolumeClaim
                    metadata: {name: c-{{{number}}}, namespace: ns}
                    spec: {storageClassName: fast, volumeName: pvc-{{{number}}}}
                    status: {phase: Bound}
                    ---

                    """
            );
        const string Cluster = """
            apiVersion: v1
            kind: Namespace
            metadata: {name: ns}
            ---
            apiVersion: storage.k8s.io/v1
            kind: StorageClass
            metadata: {name: fast}
            provisioner: example.org/fast
            ---

            """;

        return Cluster + string.Concat(machines);
    }
}
