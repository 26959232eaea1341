using KubeVirt.Backup.Findings;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Planning;

/// <summary>What a plan makes of guests by their state, and of what only they have.</summary>
public class RuntimeGuestTests
{
    private const string Agent = "{type: AgentConnected, status: \"True\"}";

    [Theory]
    [InlineData("Running", "", Agent, true, null)]
    [InlineData("Running", "", "", true, FindingIds.NoGuestAgent)]
    [InlineData("Running", "", Agent + ", {type: Paused, status: \"True\"}", false, FindingIds.GuestPaused)]
    [InlineData("Scheduling", "", Agent, false, null)]
    [InlineData("Succeeded", "", Agent, false, null)]
    [InlineData("Running", "deletionTimestamp: \"2026-01-01T00:00:00Z\"", Agent, false, null)]
    public void Only_a_guest_that_runs_and_stays_is_frozen(
        string phase,
        string metadata,
        string conditions,
        bool isFrozen,
        string? found
    )
    {
        var plan = PlanText.Plan(Guest($"phase: {phase}, conditions: [{conditions}]", metadata));

        plan.Freeze.Count.ShouldBe(isFrozen ? 1 : 0);
        string[] ofGuests = [FindingIds.NoGuestAgent, FindingIds.GuestPaused, FindingIds.GuestMigrating];
        plan.Findings.Select(finding => finding.Id).Where(ofGuests.Contains).ShouldBe(found is null ? [] : [found]);
    }

    [Theory]
    [InlineData("{}", true)]
    [InlineData("{startTimestamp: \"2026-01-01T00:00:00Z\"}", true)]
    [InlineData("{completed: true}", false)]
    [InlineData("{endTimestamp: \"2026-01-01T00:00:00Z\"}", false)]
    [InlineData("null", false)]
    public void A_guest_that_is_being_migrated_is_said_not_to_freeze(string migration, bool isMigrating) =>
        PlanText
            .Plan(Guest($"phase: Running, conditions: [{Agent}], migrationState: {migration}"))
            .Findings.Any(finding => finding.Id == FindingIds.GuestMigrating)
            .ShouldBe(isMigrating);

    [Fact]
    public void A_claim_that_only_the_guest_has_is_told_and_a_Secret_of_it_is_not()
    {
        const string Machine = """
            apiVersion: kubevirt.io/v1
            kind: VirtualMachine
            metadata: {name: vm, namespace: ns, uid: m}
            spec: {template: {spec: {domain: {}, volumes: [{name: root, persistentVolumeClaim: {claimName: root}}]}}}
            """;
        var guest = Guest(
            $"phase: Running, conditions: [{Agent}]",
            "ownerReferences: [{apiVersion: kubevirt.io/v1, kind: VirtualMachine, name: vm, uid: m, controller: true}]",
            "[{name: root, persistentVolumeClaim: {claimName: root}}, {name: plugged, persistentVolumeClaim: {claimName: plugged}}, {name: init, secret: {secretName: init}}]"
        );

        var finding = PlanText
            .Plan(Machine, guest)
            .Findings.Where(finding => finding.Id == FindingIds.HotPluggedOnly)
            .ShouldHaveSingleItem();

        finding.Severity.ShouldBe(FindingSeverity.Warning);
        finding.Path.ShouldBe("/spec/volumes/1/persistentVolumeClaim/claimName");
        finding.Message.ShouldContain("PersistentVolumeClaim/ns/plugged is attached to the running guest only");
    }

    private static string Guest(string status, string metadata = "", string volumes = "[]") =>
        $$"""
            apiVersion: kubevirt.io/v1
            kind: VirtualMachineInstance
            metadata: {name: vm, namespace: ns, uid: g, {{metadata}} }
            spec: {domain: {}, volumes: {{volumes}} }
            status: { {{status}} }
            """;
}
