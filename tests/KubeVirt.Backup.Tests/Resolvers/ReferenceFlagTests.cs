using System.Text;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Manifests;
using KubeVirt.Backup.Restore;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Resolvers;

/// <summary>What a reference means for a copy of its holder is on the reference, not in its path.</summary>
public class ReferenceFlagTests
{
    private const string Machine = """
        apiVersion: kubevirt.io/v1
        kind: VirtualMachine
        metadata: {name: vm, namespace: ns}
        spec:
          template:
            spec:
              domain: {}
              volumes:
              - {name: root, persistentVolumeClaim: {claimName: root}}
              - {name: cd, persistentVolumeClaim: {claimName: cd, readOnly: true}}
              - {name: scratch, persistentVolumeClaim: {claimName: scratch, readOnly: false}}
              - {name: base, ephemeral: {persistentVolumeClaim: {claimName: base}}}
              - {name: dump, memoryDump: {claimName: dump}}
        """;

    private static readonly ResourceId Id = ResourceId.Parse("VirtualMachine.kubevirt.io/ns/vm");

    [Fact]
    public void A_claim_that_is_only_read_is_known_as_such() =>
        Names(reference => reference.IsReadOnly).ShouldBe(["base", "cd"]);

    [Fact]
    public void A_claim_that_a_restore_drops_is_known_as_such() =>
        Names(reference => reference.IsTransient).ShouldBe(["dump"]);

    [Fact]
    public void A_copy_gets_claims_of_its_own_for_what_it_writes_to()
    {
        var graph = Graph();
        var names = new NameMap(names: new Dictionary<ResourceId, string> { [Id] = "copy" });

        CopyNames
            .For(graph, names)
            .Keys.Where(id => id.Kind == Kinds.PersistentVolumeClaim)
            .Select(id => id.Name)
            .Order()
            .ShouldBe(["root", "scratch"]);
    }

    private static IEnumerable<string> Names(Func<Reference, bool> isMeant) =>
        Graph()
            .EdgesFrom(Id)
            .Where(edge => edge.Reference.HoldsData && isMeant(edge.Reference))
            .Select(edge => edge.To.Name)
            .Order();

    private static ResourceGraph Graph()
    {
        var manifests = new ManifestReader().Read(Encoding.UTF8.GetBytes(Machine), "machine");
        return ResourceGraph.Create(manifests.Resources, BuiltInResolvers.Default);
    }
}
