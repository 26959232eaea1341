using KubeVirt.Backup.Findings;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Planning;

/// <summary>What a plan says of a machine whose volumes were on their way to other claims.</summary>
public class VolumeMigrationTests
{
    private const string Source = "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: src, namespace: ns}";
    private const string Destination =
        "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: dst, namespace: ns}";

    private const string Note =
        "volumeUpdateState: {volumeMigrationState: {migratedVolumes: [{volumeName: root, sourcePVCInfo: {claimName: src}, destinationPVCInfo: {claimName: dst}}]}}";

    private const string Failed = "conditions: [{type: ManualRecoveryRequired, status: \"True\"}]";

    [Fact]
    public void Data_in_a_source_that_is_there_is_a_warning_with_the_place_of_the_destination()
    {
        var plan = PlanText.Plan(Machine($"{Failed}, {Note}"), Source, Destination);

        var finding = Find(plan).ShouldHaveSingleItem();
        finding.Severity.ShouldBe(FindingSeverity.Warning);
        finding.Resource.ShouldBe(ResourceId.Parse("VirtualMachine.kubevirt.io/ns/vm"));
        finding.Path.ShouldBe("/spec/template/spec/volumes/0/persistentVolumeClaim/claimName");
        finding.Message.ShouldContain("from PersistentVolumeClaim/ns/src to PersistentVolumeClaim/ns/dst");
        plan.Volumes.Select(claim => claim.Name).ShouldBe(["src"]);
    }

    [Fact]
    public void Data_in_a_source_that_the_backup_lacks_is_an_error()
    {
        var finding = Find(PlanText.Plan(Machine($"{Failed}, {Note}"), Destination)).ShouldHaveSingleItem();

        finding.Severity.ShouldBe(FindingSeverity.Error);
        finding.Message.ShouldContain("The source, which holds the data, is not in the backup.");
    }

    [Fact]
    public void A_failure_without_a_note_of_the_source_is_an_error_at_the_conditions()
    {
        var finding = Find(PlanText.Plan(Machine(Failed), Source, Destination)).ShouldHaveSingleItem();

        finding.Severity.ShouldBe(FindingSeverity.Error);
        finding.Path.ShouldBe("/status/conditions");
    }

    [Fact]
    public void A_note_of_a_migration_that_has_ended_is_no_finding()
    {
        var plan = PlanText.Plan(Machine($"created: true, {Note}"), Source, Destination);

        Find(plan).ShouldBeEmpty();
        plan.Volumes.Select(claim => claim.Name).ShouldContain("dst");
    }

    [Theory]
    [InlineData("VolumesChange", "printableStatus: Stopped", true)]
    [InlineData("VolumesChange", "created: true", false)]
    [InlineData("Ready", "printableStatus: Stopped", false)]
    public void A_machine_whose_guest_ended_while_its_volumes_changed_is_on_its_sources(
        string condition,
        string status,
        bool isUnfinished
    )
    {
        var conditions = $"conditions: [{{type: {condition}, status: \"True\"}}]";

        var plan = PlanText.Plan(Machine($"{status}, {conditions}, {Note}"), Source, Destination);

        Find(plan).Any().ShouldBe(isUnfinished);
    }

    [Theory]
    [InlineData("src", "phase: Running", true)]
    [InlineData("dst", "phase: Running", false)]
    [InlineData("dst", "phase: Running, migratedVolumes: [{volumeName: root, sourcePVCInfo: {claimName: src}}]", true)]
    [InlineData(
        "dst",
        "phase: Running, migratedVolumes: [{volumeName: root, sourcePVCInfo: {claimName: src}}], "
            + "volumeStatus: [{name: other, persistentVolumeClaimInfo: {claimName: dst}}]",
        true
    )]
    [InlineData(
        "dst",
        "phase: Running, migratedVolumes: [{volumeName: root, sourcePVCInfo: {claimName: src}}], "
            + "volumeStatus: [{name: root, persistentVolumeClaimInfo: {claimName: dst}}]",
        false
    )]
    [InlineData("src", "phase: Succeeded", false)]
    public void A_guest_that_still_writes_to_the_source_has_its_data_there(
        string claim,
        string status,
        bool isUnfinished
    )
    {
        var guest = $$"""
            apiVersion: kubevirt.io/v1
            kind: VirtualMachineInstance
            metadata: {name: vm, namespace: ns}
            spec:
              domain: {}
              volumes: [{name: spare, persistentVolumeClaim: {claimName: dst} }, {name: root, persistentVolumeClaim: {claimName: {{claim}} } }]
            status: { {{status}} }
            """;

        var plan = PlanText.Plan(Machine($"created: true, {Note}"), guest, Source, Destination);

        Find(plan).Any().ShouldBe(isUnfinished);
    }

    [Theory]
    [InlineData("{volumeName: other, sourcePVCInfo: {claimName: src}}")]
    [InlineData("{volumeName: root, sourcePVCInfo: {claimName: dst}}")]
    [InlineData("{volumeName: root, sourcePVCInfo: {claimName: no/name}}")]
    [InlineData("{volumeName: root}")]
    [InlineData("{sourcePVCInfo: {claimName: src}}")]
    public void A_note_that_leads_from_nowhere_tells_of_no_source(string note)
    {
        var notes = $"volumeUpdateState: {{volumeMigrationState: {{migratedVolumes: [{note}]}}}}";

        var finding = Find(PlanText.Plan(Machine($"{Failed}, {notes}"), Source, Destination)).ShouldHaveSingleItem();

        finding.Path.ShouldBe("/status/conditions");
    }

    [Fact]
    public void A_destination_that_another_machine_uses_holds_data()
    {
        var other = Machine("printableStatus: Stopped", name: "other");

        var plan = PlanText.Plan(Machine($"{Failed}, {Note}"), other, Source, Destination);

        plan.Volumes.Select(claim => claim.Name).ShouldBe(["dst", "src"]);
    }

    private static IEnumerable<Finding> Find(BackupPlan plan) =>
        plan.Findings.Where(finding => finding.Id == FindingIds.VolumeMigrationUnfinished);

    private static string Machine(string status, string name = "vm") =>
        $$"""
            apiVersion: kubevirt.io/v1
            kind: VirtualMachine
            metadata: {name: {{name}}, namespace: ns}
            spec: {runStrategy: Halted, template: {spec: {domain: {}, volumes: [{name: root, persistentVolumeClaim: {claimName: dst} }] } } }
            status: { {{status}} }
            """;
}
