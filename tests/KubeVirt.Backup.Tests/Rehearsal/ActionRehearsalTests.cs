using KubeVirt.Backup.Findings;
using Shouldly;
using Xunit;
using static KubeVirt.Backup.Rehearsal.Play;

namespace KubeVirt.Backup.Rehearsal;

/// <summary>An action of a backup runs again where it is created again, and a rehearsal never is silent about it.</summary>
public class ActionRehearsalTests
{
    private const string Field = "apiGroup: kubevirt.io, kind: VirtualMachine, name: vm";

    [Theory]
    [InlineData(
        "snapshot.kubevirt.io/v1beta1",
        "VirtualMachineRestore",
        "target: {" + Field + "}",
        FindingSeverity.Error
    )]
    [InlineData("snapshot.kubevirt.io/v1beta1", "VirtualMachineSnapshot", "source: {" + Field + "}")]
    [InlineData("clone.kubevirt.io/v1beta1", "VirtualMachineClone", "source: {" + Field + "}")]
    [InlineData("export.kubevirt.io/v1beta1", "VirtualMachineExport", "source: {" + Field + "}")]
    [InlineData("backup.kubevirt.io/v1alpha1", "VirtualMachineBackup", "source: {" + Field + "}")]
    [InlineData("kubevirt.io/v1", "VirtualMachineInstanceMigration", "vmiName: vm")]
    [InlineData("cdi.kubevirt.io/v1beta1", "DataImportCron", "managedDataSource: golden")]
    [InlineData("snapshot.storage.k8s.io/v1", "VolumeSnapshot", "source: {persistentVolumeClaimName: d}")]
    [InlineData("batch/v1", "Job", "template: {}")]
    public void An_action_runs_again(
        string apiVersion,
        string kind,
        string spec,
        FindingSeverity severity = FindingSeverity.Warning
    )
    {
        var report = Run(Machine(), "wait", Action(apiVersion, kind, spec));

        var finding = report.Findings.Single(found => found.Id == FindingIds.RehearsedAction);
        (finding.Resource!.Value.Kind.Kind, finding.Severity).ShouldBe((kind, severity));
        var told = report.Story.First(one => one.Object == finding.Resource.ToString() && one.Step == 2);
        told.Source.ShouldContain("pkg/");
    }

    [Theory]
    [InlineData("VirtualMachineRestore", "snapshot.kubevirt.io/v1beta1")]
    [InlineData("VirtualMachineExport", "export.kubevirt.io/v1beta1")]
    [InlineData("VirtualMachineBackup", "backup.kubevirt.io/v1alpha1")]
    [InlineData("VirtualMachineInstanceMigration", "kubevirt.io/v1")]
    public void How_far_an_action_gets_that_is_not_played_is_unknown(string kind, string apiVersion)
    {
        var report = Run(Action(apiVersion, kind, "x: y"));
        var observed = report.Observed.GetProperty("objects")[0];

        observed.GetProperty("phase").GetString().ShouldBe("unknown");
        observed.GetProperty("conditions").GetString().ShouldBe("unknown");
    }

    // It writes over the machine's volumes once its snapshot is ready, which nobody can foretell.
    [Fact]
    public void What_becomes_of_a_machine_that_is_restored_once_more_is_unknown()
    {
        var restore = Action("snapshot.kubevirt.io/v1beta1", "VirtualMachineRestore", "target: {" + Field + "}");
        var report = Run(Claim(annotations: PopulatedFor), Volume(PrePopulated), Machine("Always"), restore);

        report.MachineOutcomeOf().ShouldBe(MachineOutcome.Unknown);
        report.Findings.Select(found => found.Id).ShouldContain(FindingIds.RehearsedUnknown);
    }

    [Fact]
    public void A_snapshot_of_content_that_is_there_is_no_action() =>
        Run(Action("snapshot.storage.k8s.io/v1", "VolumeSnapshot", "source: {volumeSnapshotContentName: c}"))
            .Findings.ShouldBeEmpty();

    private static string Action(string apiVersion, string kind, string spec) =>
        $$"""
            apiVersion: {{apiVersion}}
            kind: {{kind}}
            metadata: {name: act, namespace: ns}
            spec: { {{spec}} }
            status: {phase: Succeeded}
            """;
}
