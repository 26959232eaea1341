using KubeVirt.Backup.Findings;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Planning;

/// <summary>Claims that bear the label of a machine's persistent state, and what is wrong with them.</summary>
public class StateClaimTests
{
    private const string Tpm = "{devices: {tpm: {persistent: true}}}";

    [Fact]
    public void Two_claims_of_one_machine_are_an_error_that_names_both()
    {
        var plan = PlanText.Plan(Machine(Tpm), Claim("state-a"), Claim("state-b"));

        var finding = plan
            .Findings.Where(finding => finding.Id == FindingIds.SeveralStateClaims)
            .ShouldHaveSingleItem();
        finding.Resource.ShouldBe(ResourceId.Parse("VirtualMachine.kubevirt.io/ns/vm"));
        finding.Message.ShouldContain("PersistentVolumeClaim/ns/state-a, PersistentVolumeClaim/ns/state-b.");
    }

    [Theory]
    [InlineData(Tpm, null, false)]
    [InlineData("{}", null, true)]
    [InlineData("{}", "{}", true)]
    [InlineData("{}", Tpm, false)]
    public void A_claim_that_neither_machine_nor_guest_asks_for_is_an_error(string machine, string? guest, bool isError)
    {
        string[] documents =
        [
            Machine(machine),
            Claim("state"),
            .. guest is null ? Array.Empty<string>() : [Guest(guest)],
        ];

        var found = PlanText.Plan(documents).Findings.Where(finding => finding.Id == FindingIds.UnwantedStateClaim);

        found.Any().ShouldBe(isError);
    }

    private static string Machine(string domain) =>
        $$"""
            apiVersion: kubevirt.io/v1
            kind: VirtualMachine
            metadata: {name: vm, namespace: ns, uid: m}
            spec: {runStrategy: Halted, template: {spec: {domain: {{domain}} } } }
            """;

    private static string Guest(string domain) =>
        $$"""
            apiVersion: kubevirt.io/v1
            kind: VirtualMachineInstance
            metadata: {name: vm, namespace: ns, uid: g, ownerReferences: [{apiVersion: kubevirt.io/v1, kind: VirtualMachine, name: vm, uid: m, controller: true}]}
            spec: {domain: {{domain}} }
            status: {phase: Running}
            """;

    private static string Claim(string name) =>
        $$"""
            apiVersion: v1
            kind: PersistentVolumeClaim
            metadata: {name: {{name}}, namespace: ns, labels: {persistent-state-for: vm} }
            status: {phase: Bound}
            """;
}
