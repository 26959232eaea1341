using CsCheck;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Resolvers;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Restore;

/// <summary>Whatever is renamed, what referred to it refers to it still.</summary>
public class RenameLawTests
{
    private static readonly GroupKind[] Renamable =
    [
        Kinds.VirtualMachine,
        Kinds.PersistentVolumeClaim,
        Kinds.DataVolume,
        Kinds.Secret,
        Kinds.ConfigMap,
        Kinds.ServiceAccount,
        Kinds.ControllerRevision,
        Kinds.NetworkAttachmentDefinition,
        Kinds.VirtualMachineInstancetype,
        Kinds.VirtualMachinePreference,
        Kinds.DataSource,
        Kinds.VolumeImportSource,
        Kinds.ResourceClaim,
        Kinds.ResourceClaimTemplate,
    ];

    [Fact]
    public void Every_reference_follows_whatever_is_renamed_and_wherever_it_is_moved() =>
        Gen.Select(Gen.Bool, Gen.Int)
            .Sample(
                (isSample, seed) =>
                {
                    var graph = GraphOf(isSample);
                    var names = Names(graph, new Random(seed));
                    var result = RestorePresets.Preserve.Apply(graph, names);
                    var restored = ResourceGraph.Create(result.Resources, BuiltInResolvers.Default);
                    result.Sets.ShouldNotBeEmpty(string.Join('\n', result.Findings));
                    foreach (
                        var edge in graph.Edges.Where(edge =>
                            edge.Relation == Relation.Needs && IsRestored(restored, names, edge)
                        )
                    )
                    {
                        if (restored.EdgesFrom(names.Map(edge.From)).Any(other => other.To == names.Map(edge.To)))
                            continue;
                        if (
                            result.Findings.Any(finding =>
                                finding.Id == FindingIds.RenameNotFollowed
                                && finding.Resource == edge.From
                                && finding.Path == edge.Path
                            )
                        )
                            continue;
                        result.Changes.ShouldContain(
                            change =>
                                change.Resource == edge.From && change.After == null && IsBelow(edge.Path, change.Path),
                            $"{edge} is lost: {names.Map(edge.From)} does not refer to {names.Map(edge.To)}"
                        );
                    }
                },
                iter: 100
            );

    [Fact]
    public void No_reference_is_left_to_a_name_that_is_gone() =>
        Gen.Select(Gen.Bool, Gen.Int)
            .Sample(
                (isSample, seed) =>
                {
                    var graph = GraphOf(isSample);
                    var names = Names(graph, new Random(seed));
                    var restored = ResourceGraph.Create(
                        RestorePresets.Preserve.Apply(graph, names).Resources,
                        BuiltInResolvers.Default
                    );
                    var gone = graph.Nodes.Select(node => node.Id).Where(id => names.Map(id) != id).ToHashSet();
                    gone.ExceptWith(graph.Nodes.Select(node => names.Map(node.Id)));
                    restored
                        .Edges.Where(edge =>
                            edge.Relation == Relation.Needs && edge.Reference.Form != ReferenceForm.Derived
                        )
                        .Select(edge => edge.To)
                        .Where(gone.Contains)
                        .ShouldBeEmpty();
                },
                iter: 100
            );

    [Fact]
    public void No_copy_beside_its_original_writes_to_a_claim_that_the_original_has() =>
        Gen.Select(MutatedSamples.Gen, Gen.Bool, Gen.Int)
            .Sample(
                (sample, isSample, seed) =>
                {
                    var graph = ResourceGraph.Create(
                        isSample ? sample : Repository.ThirtyMachines,
                        BuiltInResolvers.Default
                    );
                    var random = new Random(seed);
                    var machines = graph
                        .Nodes.Where(node =>
                            node.Resource is not null && node.Id.Kind == Kinds.VirtualMachine && random.Next(2) == 0
                        )
                        .ToDictionary(node => node.Id, node => node.Id.Name + "-2");
                    var names = new NameMap(names: machines);
                    var result = RestorePresets.CopyBeside.Apply(
                        graph,
                        random.Next(2) == 0 ? names : names.With(CopyNames.For(graph, names))
                    );
                    var restored = ResourceGraph.Create(result.Resources, BuiltInResolvers.Default);
                    foreach (var machine in machines.Keys.Where(id => restored.FindResource(names.Map(id)) is not null))
                    {
                        var held = graph
                            .EdgesFrom(machine)
                            .Where(edge => edge.Reference is { HoldsData: true, IsReadOnly: false })
                            .Select(edge => edge.To)
                            .ToHashSet();
                        restored
                            .EdgesFrom(names.Map(machine))
                            .Select(edge => edge.To)
                            .Where(held.Contains)
                            .ShouldBeEmpty(names.Map(machine).ToString());
                    }
                },
                iter: 200
            );

    private static ResourceGraph GraphOf(bool isSample)
    {
        var resources = isSample ? Repository.SampleManifests.Resources : Repository.ThirtyMachines;

        return ResourceGraph.Create(resources, BuiltInResolvers.Default);
    }

    private static NameMap Names(ResourceGraph graph, Random random)
    {
        var renamed = graph
            .Nodes.Where(node => node.Resource is not null && Renamable.Contains(node.Id.Kind) && random.Next(2) == 0)
            .ToDictionary(node => node.Id, node => $"new-{node.Id.Name}");
        var namespaces = graph
            .Nodes.Select(node => node.Id.Namespace)
            .OfType<string>()
            .Distinct()
            .Where(_ => random.Next(2) == 0)
            .ToDictionary(ns => ns, ns => $"moved-{ns}");
        return new NameMap(namespaces, renamed);
    }

    private static bool IsRestored(ResourceGraph restored, NameMap names, ResourceEdge edge) =>
        restored.FindResource(names.Map(edge.From)) is not null
        && restored.FindResource(names.Map(edge.To)) is not null;

    private static bool IsBelow(string path, string removed) =>
        (path + "/").StartsWith(removed + "/", StringComparison.Ordinal);
}
