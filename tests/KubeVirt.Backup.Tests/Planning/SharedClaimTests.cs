using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Formats;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Planning;

public class SharedClaimTests
{
    private const string Always = "\"runStrategy\":\"Always\"";

    [Fact]
    public void A_claim_for_one_node_under_two_running_machines_is_a_warning_that_names_both()
    {
        var finding = Find(Claim("ReadWriteOnce"), Machine("a", Always), Machine("b", Always)).ShouldHaveSingleItem();
        finding.Severity.ShouldBe(FindingSeverity.Warning);
        finding.Resource.ToString().ShouldBe("PersistentVolumeClaim/ns/disk");
        finding.Path.ShouldBe("/spec/accessModes");
        finding.Message.ShouldContain("VirtualMachine.kubevirt.io/ns/a, VirtualMachine.kubevirt.io/ns/b");
    }

    [Fact]
    public void A_claim_for_one_pod_under_two_running_machines_is_an_error() =>
        Find(Claim("ReadWriteOncePod"), Machine("a", Always), Machine("b", "\"running\":true"))
            .ShouldHaveSingleItem()
            .Severity.ShouldBe(FindingSeverity.Error);

    [Theory]
    [InlineData("ReadWriteMany")]
    [InlineData("ReadWriteOnce\",\"ReadWriteMany")]
    public void A_claim_for_many_nodes_may_be_shared(string modes) =>
        Find(Claim(modes), Machine("a", Always), Machine("b", Always)).ShouldBeEmpty();

    [Theory]
    [InlineData("\"runStrategy\":\"Halted\"", null, false)]
    [InlineData("\"runStrategy\":\"Halted\"", "Running", true)]
    [InlineData("\"runStrategy\":\"Manual\"", "Succeeded", false)]
    [InlineData("\"runStrategy\":\"Manual\"", "Scheduling", true)]
    [InlineData("\"runStrategy\":\"RerunOnFailure\"", null, true)]
    [InlineData("\"runStrategy\":\"RerunOnFailure\"", "Succeeded", false)]
    [InlineData("\"running\":false", null, false)]
    [InlineData("\"runStrategy\":7", null, false)]
    public void Only_machines_that_run_count(string strategy, string? phase, bool isRunning)
    {
        List<Resource> resources = [Claim("ReadWriteOnce"), Machine("a", Always), Machine("b", strategy)];
        if (phase is not null)
            resources.Add(Guest("b", phase));
        Find([.. resources]).Any().ShouldBe(isRunning);
    }

    [Fact]
    public void A_machine_and_its_guest_are_one() =>
        Find(Claim("ReadWriteOncePod"), Machine("a", Always), Guest("a", "Running")).ShouldBeEmpty();

    [Fact]
    public void Standalone_guests_count_as_machines() =>
        Find(Claim("ReadWriteOncePod"), Guest("a", "Running"), Guest("b", "Running")).ShouldHaveSingleItem();

    [Fact]
    public void A_crowd_is_named_by_its_first()
    {
        var message = Find([Claim("ReadWriteOnce"), .. Enumerable.Range(0, 8).Select(n => Machine($"m{n}", Always))])
            .ShouldHaveSingleItem()
            .Message;
        message.ShouldContain("ns/m4 and 3 more");
        message.ShouldNotContain("ns/m5");
    }

    [Fact]
    public void A_plans_text_says_who_shares_what() =>
        BackupPlanner
            .Plan([Claim("ReadWriteMany"), Machine("a", Always), Machine("b", Always)], null)
            .ToText()
            .ShouldContain(
                "  PersistentVolumeClaim/ns/disk: VirtualMachine.kubevirt.io/ns/a, VirtualMachine.kubevirt.io/ns/b\n"
            );

    private static IEnumerable<Finding> Find(params Resource[] resources) =>
        BackupPlanner.Plan(resources, null).Findings.Where(finding => finding.Id == "KVB3009");

    private static Resource Claim(string modes) =>
        Resource.Parse(
            $$"""{"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"disk","namespace":"ns"},"spec":{"accessModes":["{{modes}}"]} }"""
        );

    private static Resource Machine(string name, string strategy) =>
        Resource.Parse(
            $$$"""{"apiVersion":"kubevirt.io/v1","kind":"VirtualMachine","metadata":{"name":"{{{name}}}","namespace":"ns"},"spec":{ {{{strategy}}},"template":{"spec":{"volumes":[{"name":"d","persistentVolumeClaim":{"claimName":"disk"}}]} } } }"""
        );

    private static Resource Guest(string name, string phase) =>
        Resource.Parse(
            $$$"""{"apiVersion":"kubevirt.io/v1","kind":"VirtualMachineInstance","metadata":{"name":"{{{name}}}","namespace":"ns"},"spec":{"volumes":[{"name":"d","persistentVolumeClaim":{"claimName":"disk"}}]},"status":{"phase":"{{{phase}}}"} }"""
        );
}
