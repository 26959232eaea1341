using System.Text;
using KubeVirt.Backup.Documents;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Formats;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Manifests;
using KubeVirt.Backup.Resolvers;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Restore;

/// <summary>What a node of the target must have is reported, and never an error.</summary>
public class NodeNeedTests
{
    private const string Rack = """
        apiVersion: kubevirt.io/v1
        kind: VirtualMachine
        metadata: {name: mill, namespace: plant}
        spec:
          runStrategy: Always
          template:
            spec:
              nodeSelector: {kubernetes.io/hostname: rack9-node2}
              affinity:
                nodeAffinity:
                  requiredDuringSchedulingIgnoredDuringExecution:
                    nodeSelectorTerms:
                    - matchExpressions: [{key: topology.kubernetes.io/zone, operator: In, values: [north, south]}, {key: ssd, operator: Exists}]
                  preferredDuringSchedulingIgnoredDuringExecution:
                  - {weight: 1, preference: {matchExpressions: [{key: quiet, operator: In, values: ["yes"]}]}}
                podAntiAffinity:
                  requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: example.org/row, labelSelector: {}}]
              topologySpreadConstraints: [{topologyKey: example.org/room, maxSkew: 1, whenUnsatisfiable: DoNotSchedule}]
              schedulerName: second
              tolerations: [{key: example.org/wet, operator: Exists}]
              architecture: arm64
              domain:
                cpu: {model: Haswell-noTSX, dedicatedCpuPlacement: true, features: [{name: avx2}, {name: x2apic, policy: optional}]}
                devices: {gpus: [{name: g, deviceName: example.org/card}], hostDevices: [{name: h, deviceName: example.org/probe}]}
                launchSecurity: {sev: {}}
                memory: {guest: 1Gi, hugepages: {pageSize: 2Mi}}
                resources: {requests: {memory: 1Gi, example.org/stick: "1"}}
        ---
        apiVersion: kubevirt.io/v1
        kind: VirtualMachine
        metadata: {name: second-mill, namespace: plant}
        spec:
          runStrategy: Always
          template: {spec: {schedulerName: second, domain: {cpu: {model: host-model}, resources: {requests: {cpu: "1"}}}}}
        ---
        apiVersion: instancetype.kubevirt.io/v1beta1
        kind: VirtualMachineInstancetype
        metadata: {name: big, namespace: plant}
        spec: {cpu: {guest: 1}, memory: {guest: 1Gi}, hostDevices: [{name: d, deviceName: example.org/wheel}]}
        ---
        apiVersion: k8s.cni.cncf.io/v1
        kind: NetworkAttachmentDefinition
        metadata: {name: fast, namespace: plant, annotations: {k8s.v1.cni.cncf.io/resourceName: example.org/vf}}
        spec: {config: '{"type": "sriov"}'}
        ---
        apiVersion: resource.k8s.io/v1
        kind: ResourceClaimTemplate
        metadata: {name: lens, namespace: plant}
        spec: {spec: {devices: {requests: [{name: l, exactly: {deviceClassName: lenses.example.org}}]}}}
        """;

    private RestoreResult Result { get; } =
        RestorePresets.Preserve.Apply(
            ResourceGraph.Create(
                new ManifestReader().Read(Encoding.UTF8.GetBytes(Rack), "rack.yaml").Resources,
                BuiltInResolvers.Default
            )
        );

    [Theory]
    [InlineData("node label", "kubernetes.io/hostname=rack9-node2")]
    [InlineData("node label", "topology.kubernetes.io/zone In north, south")]
    [InlineData("node label", "ssd Exists")]
    [InlineData("preferred node label", "quiet In yes")]
    [InlineData("topology key", "example.org/row")]
    [InlineData("topology key", "example.org/room")]
    [InlineData("scheduler", "second")]
    [InlineData("tolerated taint", "example.org/wet")]
    [InlineData("architecture", "arm64")]
    [InlineData("CPU model", "Haswell-noTSX")]
    [InlineData("CPU feature", "avx2 (require)")]
    [InlineData("CPU manager", "with dedicated CPUs")]
    [InlineData("device", "example.org/card")]
    [InlineData("device", "example.org/probe")]
    [InlineData("device", "example.org/wheel")]
    [InlineData("device", "example.org/vf")]
    [InlineData("device class", "lenses.example.org")]
    [InlineData("launch security", "sev")]
    [InlineData("huge pages", "2Mi")]
    [InlineData("resource", "example.org/stick")]
    public void The_text_of_a_restore_and_the_needs_of_its_target_name_it(string what, string value)
    {
        TargetNeeds.Of(Result).Nodes.ShouldContain(need => need.What == what && need.Value == value);
        Result.ToText().ShouldContain($"{what} {value}: ");
    }

    [Fact]
    public void The_document_of_a_restore_holds_what_nodes_must_have()
    {
        var manifests = new ManifestReader().Read(Encoding.UTF8.GetBytes(Rack), "rack.yaml");
        var graph = ResourceGraph.Create(manifests.Resources, BuiltInResolvers.Default);
        var result = RestorePresets.Preserve.Apply(graph, null, TestContext.Current.CancellationToken);

        var document = RestoreDocument.Read(result.ToJson());
        document
            .NodeNeeds.Select(need => need.ToString())
            .ShouldBe(TargetNeeds.Of(result).Nodes.Select(need => need.ToString()));
        document.NodeNeeds.ShouldNotBeEmpty();
    }

    [Fact]
    public void What_every_node_has_is_no_need()
    {
        var values = TargetNeeds.Of(Result).Nodes.Select(need => need.Value).ToList();

        values.ShouldNotContain("memory");
        values.ShouldNotContain("cpu");
        values.ShouldNotContain("host-model");
        values.ShouldNotContain(value => value.StartsWith("x2apic", StringComparison.Ordinal));
    }

    [Fact]
    public void A_need_says_where_it_is_asked_for()
    {
        var scheduler = TargetNeeds.Of(Result).Nodes.Single(need => need.What == "scheduler");

        scheduler
            .ToString()
            .ShouldBe(
                "scheduler second: VirtualMachine.kubevirt.io/plant/mill /spec/template/spec/schedulerName and 1 more"
            );
    }

    [Fact]
    public void None_of_them_is_an_error() =>
        Result.Findings.ShouldNotContain(finding => finding.Severity == FindingSeverity.Error);
}
