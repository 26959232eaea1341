using System.Text;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Manifests;
using KubeVirt.Backup.Resolvers;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Restore;

/// <summary>Copies beside their originals have disks of their own.</summary>
public class CopyNamesTests
{
    private const string Claim =
        "---\napiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: NAME, namespace: ns, labels: {LABELS}}\nspec: {}\n";

    private static readonly NameMap Renamed = Map("a", "b");

    [Theory]
    [InlineData("a-root", "b-root")]
    [InlineData("a", "b")]
    [InlineData("root", "b-root")]
    [InlineData("ab-root", "b-ab-root")]
    public void A_volume_is_named_after_the_new_machine(string volume, string expected) =>
        After(Machine("a", volume), Renamed)[volume].ShouldBe(expected);

    [Fact]
    public void Two_volumes_never_get_one_name()
    {
        var names = After(Machine("a", "a-root", "root"), Renamed);
        names.Values.Distinct().Count().ShouldBe(2);
        names["root"].ShouldStartWith("b-root-");
    }

    [Fact]
    public void A_name_that_the_backup_has_already_is_not_taken() =>
        After(
            Machine("a", "a-root")
                + Claim
                    .Replace("NAME", "b-root", StringComparison.Ordinal)
                    .Replace("LABELS", "", StringComparison.Ordinal),
            Renamed
        )["a-root"]
            .ShouldStartWith("b-root-");

    [Fact]
    public void A_name_that_a_DataVolume_of_the_backup_would_claim_is_not_taken()
    {
        const string Volume =
            "---\napiVersion: cdi.kubevirt.io/v1beta1\nkind: DataVolume\nmetadata: {name: b-root, namespace: ns}\nspec: {source: {blank: {}}, storage: {}}\n";

        After(Machine("a", "a-root") + Volume, Renamed)["a-root"].ShouldStartWith("b-root-");
    }

    [Theory]
    [InlineData(63, true)]
    [InlineData(64, false)]
    public void A_name_that_just_fits_into_a_label_is_not_cut(int length, bool fits)
    {
        var machine = new string('b', length - "-root".Length);

        var name = After(Machine("a", "a-root"), Map("a", machine))["a-root"];

        (name == machine + "-root").ShouldBe(fits);
    }

    [Fact]
    public void A_long_name_stays_within_a_label()
    {
        var names = After(Machine("a", new string('v', 63), new string('v', 62) + "w"), Map("a", new string('b', 40)));
        names.Values.ShouldAllBe(name => name.Length <= 63);
        names.Values.Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public void A_volume_that_another_machine_uses_too_keeps_its_name() =>
        After(Machine("a", "a-root", "shared") + Machine("c", "shared"), Renamed).Keys.ShouldBe(["a-root"]);

    [Fact]
    public void A_volume_that_has_a_new_name_already_keeps_that() =>
        After(
            Machine("a", "a-root", "data"),
            Renamed.With(
                new Dictionary<ResourceId, string>
                {
                    [ResourceId.Parse("DataVolume.cdi.kubevirt.io/ns/data")] = "other",
                }
            )
        )
            .Keys.ShouldBe(["a-root"]);

    [Fact]
    public void A_copy_beside_its_original_is_refused_unless_its_volumes_are_renamed_with_it()
    {
        var graph = Graph(
            Machine("a", "a-root")
                + Claim
                    .Replace("NAME", "state", StringComparison.Ordinal)
                    .Replace("LABELS", "persistent-state-for: a", StringComparison.Ordinal)
        );
        var refused = RestorePresets.CopyBeside.Apply(graph, Renamed, TestContext.Current.CancellationToken);
        refused.Findings.ShouldContain(finding =>
            finding.Id == FindingIds.BelongingsShared && finding.Severity == FindingSeverity.Error
        );
        refused.Skipped.ShouldHaveSingleItem().Policy.ShouldBe("shared-belongings");

        var copied = RestorePresets.CopyBeside.Apply(
            graph,
            Renamed.With(CopyNames.For(graph, Renamed)),
            TestContext.Current.CancellationToken
        );
        copied.Findings.ShouldNotContain(finding => finding.Id == FindingIds.BelongingsShared);
        copied.Resources.Select(resource => resource.Id).Intersect(graph.Nodes.Select(node => node.Id)).ShouldBeEmpty();
        copied
            .Resources.Single(resource => resource.Id.Name == "b-state")
            .StringAt("/metadata/labels/persistent-state-for")
            .ShouldBe("b");
    }

    [Fact]
    public void Volumes_of_two_machines_never_become_one_whatever_makes_them()
    {
        const string Template =
            "---\napiVersion: kubevirt.io/v1\nkind: VirtualMachine\nmetadata: {name: t, namespace: NS}\nspec: {runStrategy: Halted, dataVolumeTemplates: [{metadata: {name: made}, spec: {source: {blank: {}}, storage: {}}}], template: {spec: {domain: {}, volumes: [{name: d, dataVolume: {name: made}}]}}}\n";
        var beside = Graph(Machine("a", "root") + Template.Replace("NS", "ns", StringComparison.Ordinal));
        var renamed = new NameMap(
            names: new Dictionary<ResourceId, string> { [ResourceId.Parse("PersistentVolumeClaim/ns/root")] = "made" }
        );
        RestorePresets
            .Preserve.Apply(beside, renamed, TestContext.Current.CancellationToken)
            .Findings.ShouldContain(finding => finding.Id == FindingIds.NamesMerge);

        var apart = Graph(Machine("a", "made") + Template.Replace("NS", "other", StringComparison.Ordinal));
        var together = new NameMap(new Dictionary<string, string> { ["ns"] = "one", ["other"] = "one" });
        RestorePresets.Preserve.Apply(apart, together, TestContext.Current.CancellationToken).Sets.ShouldBeEmpty();
        RestorePresets
            .Preserve.Apply(
                apart,
                new NameMap(new Dictionary<string, string> { ["ns"] = "one" }),
                TestContext.Current.CancellationToken
            )
            .Sets.ShouldNotBeEmpty();

        var volume =
            "---\napiVersion: cdi.kubevirt.io/v1beta1\nkind: DataVolume\nmetadata: {name: dv, namespace: ns}\nspec: {source: {blank: {}}, storage: {}}\nstatus: {phase: Succeeded}\n";
        RestorePresets
            .Preserve.Apply(
                Graph(Machine("a", "root") + volume),
                new NameMap(
                    names: new Dictionary<ResourceId, string>
                    {
                        [ResourceId.Parse("DataVolume.cdi.kubevirt.io/ns/dv")] = "root",
                    }
                ),
                TestContext.Current.CancellationToken
            )
            .Sets.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("a =b")]
    [InlineData("a\n=b")]
    public void A_namespace_that_can_be_none_is_not_mapped_in_silence(string map)
    {
        var options = new NameMapBuilder();
        options.AddNamespace(map);
        Should.Throw<ArgumentException>(options.Build).Message.ShouldContain("Not valid");
    }

    [Fact]
    public void A_stored_instancetype_is_the_copys_own_too()
    {
        const string Revision =
            "---\napiVersion: apps/v1\nkind: ControllerRevision\nmetadata: {name: a-small-v1beta1-1-1, namespace: ns}\ndata: {kind: VirtualMachineInstancetype}\nrevision: 1\n";
        var graph = Graph(
            "apiVersion: kubevirt.io/v1\nkind: VirtualMachine\nmetadata: {name: a, namespace: ns}\nspec: {runStrategy: Halted, instancetype: {name: small, revisionName: a-small-v1beta1-1-1}, template: {spec: {domain: {}}}}\n"
                + Revision
        );
        var copied = RestorePresets.CopyBeside.Apply(
            graph,
            Renamed.With(CopyNames.For(graph, Renamed)),
            TestContext.Current.CancellationToken
        );
        copied
            .Resources.Single(resource => resource.Id.Kind == Kinds.VirtualMachine)
            .StringAt("/spec/instancetype/revisionName")
            .ShouldBe("b-small-v1beta1-1-1");
        copied.Resources.ShouldContain(resource => resource.Id.Name == "b-small-v1beta1-1-1");
        RestorePresets
            .CopyBeside.Apply(graph, Renamed, TestContext.Current.CancellationToken)
            .Skipped.ShouldHaveSingleItem()
            .Policy.ShouldBe("shared-belongings");
    }

    [Fact]
    public void Names_that_are_added_to_a_map_go_before_those_it_has_and_no_twin_is_reported_as_unused()
    {
        var graph = Graph(
            Claim.Replace("NAME", "data", StringComparison.Ordinal).Replace("LABELS", "", StringComparison.Ordinal)
        );
        var claim = ResourceId.Parse("PersistentVolumeClaim/ns/data");
        var names = new NameMap(names: new Dictionary<ResourceId, string> { [claim] = "first" }).With(
            new Dictionary<ResourceId, string> { [claim] = "second" }
        );
        names.Map(claim).Name.ShouldBe("second");
        names.Map(claim.WithKind(Kinds.DataVolume)).Name.ShouldBe("second");
        RestorePresets
            .Preserve.Apply(graph, names, TestContext.Current.CancellationToken)
            .Findings.ShouldNotContain(finding => finding.Id == FindingIds.MapUnused);
    }

    private static Dictionary<string, string> After(string yaml, NameMap names) =>
        CopyNames
            .For(Graph(yaml), names)
            .Where(pair => pair.Key.Kind == Kinds.PersistentVolumeClaim)
            .ToDictionary(pair => pair.Key.Name, pair => pair.Value);

    private static ResourceGraph Graph(string yaml) =>
        ResourceGraph.Create(
            new ManifestReader().Read(Encoding.UTF8.GetBytes(yaml), "test").Resources,
            BuiltInResolvers.Default
        );

    private static NameMap Map(string old, string now) =>
        new(
            names: new Dictionary<ResourceId, string>
            {
                [ResourceId.Parse($"VirtualMachine.kubevirt.io/ns/{old}")] = now,
            }
        );

    private static string Machine(string name, params string[] claims) =>
        $"---\napiVersion: kubevirt.io/v1\nkind: VirtualMachine\nmetadata: {{name: {name}, namespace: ns}}\nspec:\n  runStrategy: Halted\n  template:\n    spec:\n      domain: {{devices: {{tpm: {{persistent: true}}}}}}\n      volumes:\n"
        + string.Concat(
            claims.Select(claim => $"      - {{name: {claim}, persistentVolumeClaim: {{claimName: {claim}}}}}\n")
        )
        + string.Concat(
            claims.Select(claim =>
                Claim.Replace("NAME", claim, StringComparison.Ordinal).Replace("LABELS", "", StringComparison.Ordinal)
            )
        );
}
