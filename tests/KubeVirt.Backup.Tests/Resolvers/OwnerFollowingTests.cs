using System.Text;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Manifests;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Resolvers;

/// <summary>How far owners lead: to the other half of a volume, not into another machine.</summary>
public class OwnerFollowingTests
{
    private const string Input = """
        apiVersion: kubevirt.io/v1
        kind: VirtualMachine
        metadata: {name: vm, namespace: ns}
        spec: {template: {spec: {volumes: [{name: a, ephemeral: {persistentVolumeClaim: {claimName: base}}}]}}}
        ---
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata: {name: base, namespace: ns, ownerReferences: [{apiVersion: cdi.kubevirt.io/v1beta1, kind: DataVolume, name: base, uid: uid-dv}]}
        ---
        apiVersion: cdi.kubevirt.io/v1beta1
        kind: DataVolume
        metadata: {name: base, namespace: ns, ownerReferences: [{apiVersion: kubevirt.io/v1, kind: VirtualMachine, name: other, uid: uid-other}]}
        spec: {source: {http: {url: u, secretRef: credentials}}}
        ---
        apiVersion: kubevirt.io/v1
        kind: VirtualMachine
        metadata: {name: other, namespace: ns, uid: uid-other}
        spec: {template: {spec: {volumes: [{name: a, secret: {secretName: private}}]}}}
        ---
        apiVersion: v1
        kind: Secret
        metadata: {name: private, namespace: ns}
        ---
        apiVersion: v1
        kind: Secret
        metadata: {name: credentials, namespace: ns}
        """;

    [Fact]
    public async Task The_DataVolume_that_owns_a_claim_comes_along_and_the_machine_that_owns_it_does_not()
    {
        var source = new MemoryResourceSource(
            new ManifestReader().Read(Encoding.UTF8.GetBytes(Input), "input").Resources
        );
        ResourceId[] roots = [new(Kinds.VirtualMachine, "ns", "vm")];
        var graph = await new ResourceGraphBuilder(BuiltInResolvers.Default).BuildAsync(
            source,
            roots,
            TestContext.Current.CancellationToken
        );
        graph
            .Nodes.Where(node => node.State == NodeState.Observed)
            .Select(node => node.Id.ToString())
            .ShouldBe([
                "DataVolume.cdi.kubevirt.io/ns/base",
                "PersistentVolumeClaim/ns/base",
                "Secret/ns/credentials",
                "VirtualMachine.kubevirt.io/ns/vm",
            ]);
        graph.Nodes.Where(node => node.State == NodeState.Outside).ShouldHaveSingleItem().Id.Name.ShouldBe("other");
    }
}
