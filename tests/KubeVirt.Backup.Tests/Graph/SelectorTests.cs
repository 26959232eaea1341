using KubeVirt.Backup.Manifests;
using KubeVirt.Backup.Planning;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Graph;

/// <summary>What a selector of pods chooses among the objects of a plan: machines, which stand for their pods.</summary>
public class SelectorTests
{
    private const string Machine = """
        apiVersion: kubevirt.io/v1
        kind: VirtualMachine
        metadata: {name: db, namespace: shop, uid: m}
        spec:
          runStrategy: Always
          template:
            metadata: {labels: {app: db}}
            spec: {domain: {devices: {}}}
        """;

    private const string Runtime = """
        apiVersion: kubevirt.io/v1
        kind: VirtualMachineInstance
        metadata:
          name: db
          namespace: shop
          uid: i
          labels: {app: db}
          ownerReferences: [{apiVersion: kubevirt.io/v1, kind: VirtualMachine, name: db, uid: m, controller: true}]
        spec: {domain: {devices: {}}}
        status: {phase: Running}
        ---
        apiVersion: v1
        kind: Pod
        metadata:
          name: virt-launcher-db
          namespace: shop
          labels: {app: db, kubevirt.io: virt-launcher, kubevirt.io/created-by: i}
          ownerReferences: [{apiVersion: kubevirt.io/v1, kind: VirtualMachineInstance, name: db, uid: i, controller: true}]
        spec: {containers: []}
        status: {phase: Running}
        """;

    private const string Alone = """
        apiVersion: kubevirt.io/v1
        kind: VirtualMachineInstance
        metadata: {name: alone, namespace: shop, uid: a, labels: {app: db}}
        spec: {domain: {devices: {}}}
        """;

    private static readonly string OtherMachine = Machine
        .Replace("db", "web", StringComparison.Ordinal)
        .Replace("uid: m", "uid: w", StringComparison.Ordinal);

    [Fact]
    public void A_machine_is_chosen_for_its_instance_and_its_pod() =>
        ChosenBy("selector: {app: db}", Machine, Runtime, OtherMachine)
            .ShouldBe(["VirtualMachine.kubevirt.io/shop/db"]);

    [Fact]
    public void An_instance_that_nobody_owns_is_chosen_itself() =>
        ChosenBy("selector: {app: db}", Machine, Runtime, Alone)
            .ShouldBe(["VirtualMachine.kubevirt.io/shop/db", "VirtualMachineInstance.kubevirt.io/shop/alone"]);

    [Fact]
    public void What_every_pod_of_KubeVirt_bears_chooses_all_machines() =>
        ChosenBy("selector: {kubevirt.io: virt-launcher}", Machine, OtherMachine)
            .ShouldBe(["VirtualMachine.kubevirt.io/shop/db", "VirtualMachine.kubevirt.io/shop/web"]);

    [Fact]
    public void All_labels_of_a_selector_must_be_borne() =>
        ChosenBy("selector: {app: db, vm.kubevirt.io/name: web}", Machine, OtherMachine).ShouldBeEmpty();

    /// <summary>What a Service with this spec chooses.</summary>
    private static IEnumerable<string> ChosenBy(string spec, params string[] others)
    {
        var service = $$$"""
            apiVersion: v1
            kind: Service
            metadata: {name: front, namespace: shop}
            spec: {{{{spec}}}}
            """;
        var graph = BackupPlanner.Plan(Manifest.Read(string.Join("\n---\n", [service, .. others]))).Graph;

        return graph.EdgesOf(Relation.Selects).Select(edge => edge.To.ToString()).Distinct();
    }
}
