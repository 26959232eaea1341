using CsCheck;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Manifests;
using KubeVirt.Backup.Resolvers;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// What CDI does with a volume by what exists and how it is marked, as its controllers were seen to behave.
/// </summary>
public class VolumeDecisionTests
{
    private const string Volume =
        "apiVersion: cdi.kubevirt.io/v1beta1\nkind: DataVolume\nmetadata: {name: d, namespace: ns, annotations: {DV}}\nspec: {source: {blank: {}}, storage: {}}\n";
    private const string Claim =
        "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: d, namespace: ns, annotations: {PVC}}\nspec: {SPEC}\n";
    private const string Machine =
        "apiVersion: kubevirt.io/v1\nkind: VirtualMachine\nmetadata: {name: m, namespace: ns}\nspec: {runStrategy: Halted, dataVolumeTemplates: [{metadata: {name: d}, spec: {source: {blank: {}}, storage: {}}}], template: {spec: {domain: {}, volumes: [{name: v, dataVolume: {name: d}}]}}}\n";

    private static readonly RestorePolicy Nothing = RestorePolicy.CreateBuilder().Build("nothing");

    [Theory]
    [InlineData(
        "cdi.kubevirt.io/storage.prePopulated: d",
        "cdi.kubevirt.io/storage.populatedFor: d",
        VolumeHandling.Adopted
    )]
    [InlineData("", "cdi.kubevirt.io/storage.populatedFor: d", VolumeHandling.Adopted)]
    [InlineData("cdi.kubevirt.io/storage.prePopulated: d", "", VolumeHandling.Broken)]
    [InlineData("", "", VolumeHandling.Broken)]
    [InlineData("", "cdi.kubevirt.io/storage.populatedFor: other", VolumeHandling.Broken)]
    [InlineData("cdi.kubevirt.io/allowClaimAdoption: \"true\"", "", VolumeHandling.Adopted)]
    [InlineData("cdi.kubevirt.io/allowClaimAdoption: \"no\"", "", VolumeHandling.Broken)]
    [InlineData(
        "",
        "cdi.kubevirt.io/storage.populatedFor: d, cdi.kubevirt.io/storage.import.endpoint: x",
        VolumeHandling.Broken
    )]
    [InlineData(
        "",
        "cdi.kubevirt.io/storage.populatedFor: d, cdi.kubevirt.io/storage.import.endpoint: x, cdi.kubevirt.io/storage.pod.phase: Running",
        VolumeHandling.Broken
    )]
    [InlineData(
        "",
        "cdi.kubevirt.io/storage.populatedFor: d, cdi.kubevirt.io/storage.import.endpoint: x, cdi.kubevirt.io/storage.pod.phase: Succeeded",
        VolumeHandling.Adopted
    )]
    [InlineData(
        "",
        "cdi.kubevirt.io/storage.populatedFor: d, cdi.kubevirt.io/storage.upload.target: \"\"",
        VolumeHandling.Broken
    )]
    public void A_claim_and_its_DataVolume(string volume, string claim, VolumeHandling expected) =>
        Decide(Yaml(volume, claim)).ShouldBe(expected);

    [Theory]
    [InlineData(
        "volumeName: pv-1",
        "cdi.kubevirt.io/storage.populatedFor: d, pv.kubernetes.io/bind-completed: \"yes\"",
        VolumeHandling.Broken
    )]
    [InlineData(
        "dataSourceRef: {apiGroup: cdi.kubevirt.io, kind: VolumeImportSource, name: s}",
        "cdi.kubevirt.io/storage.populatedFor: d",
        VolumeHandling.Broken
    )]
    [InlineData(
        "dataSourceRef: {apiGroup: cdi.kubevirt.io, kind: VolumeImportSource, name: s}",
        "",
        VolumeHandling.Claim
    )]
    public void A_claim_that_still_names_its_volume_or_its_source(
        string spec,
        string annotations,
        VolumeHandling expected
    ) =>
        Decide(
                Claim
                    .Replace("PVC", annotations, StringComparison.Ordinal)
                    .Replace("SPEC", spec, StringComparison.Ordinal)
            )
            .ShouldBe(expected);

    [Theory]
    [InlineData("cdi.kubevirt.io/storage.prePopulated: d", VolumeHandling.Waiting)]
    [InlineData("cdi.kubevirt.io/storage.checkStaticVolume: \"\"", VolumeHandling.Static)]
    [InlineData("", VolumeHandling.Populated)]
    public void A_DataVolume_without_its_claim(string annotations, VolumeHandling expected) =>
        Decide(Volume.Replace("DV", annotations, StringComparison.Ordinal)).ShouldBe(expected);

    [Theory]
    [InlineData("cdi.kubevirt.io/storage.populatedFor: d", VolumeHandling.AdoptedByTemplate)]
    [InlineData("", VolumeHandling.AdoptedByTemplate)]
    [InlineData("cdi.kubevirt.io/storage.populatedFor: e", VolumeHandling.AdoptedByTemplate)]
    public void A_claim_and_a_template_of_a_machine(string annotations, VolumeHandling expected) =>
        Decide(
                Machine
                    + "---\n"
                    + Claim
                        .Replace("PVC", annotations, StringComparison.Ordinal)
                        .Replace("SPEC", "", StringComparison.Ordinal)
            )
            .ShouldBe(expected);

    [Fact]
    public void A_template_alone_is_populated_even_for_a_halted_machine() =>
        Decide(Machine).ShouldBe(VolumeHandling.PopulatedByTemplate);

    [Fact]
    public void A_broken_volume_is_an_error_that_names_the_claim()
    {
        var finding = Run(Yaml("", "")).Findings.Single(finding => finding.Id == FindingIds.VolumeBroken);
        finding.Severity.ShouldBe(FindingSeverity.Error);
        finding.Resource.ShouldBe(ResourceId.Parse("PersistentVolumeClaim/ns/d"));
        finding.Message.ShouldContain("exists already");
    }

    [Fact]
    public void No_preset_leaves_a_volume_broken() =>
        MutatedSamples.Gen.Sample(
            resources =>
            {
                foreach (var preset in new[] { RestorePresets.Guide, RestorePresets.Preserve, RestorePresets.Unique })
                    preset
                        .Apply(ResourceGraph.Create(resources, BuiltInResolvers.Default))
                        .Volumes.ShouldAllBe(volume => volume.Handling != VolumeHandling.Broken);
            },
            iter: 20
        );

    [Theory]
    [MemberData(nameof(Traps))]
    public void Presets_defuse_what_would_be_broken(string yaml)
    {
        foreach (var preset in new[] { RestorePresets.Guide, RestorePresets.Preserve, RestorePresets.Unique })
            preset
                .Apply(Graph(yaml), cancellationToken: TestContext.Current.CancellationToken)
                .Volumes.ShouldAllBe(volume => volume.Handling != VolumeHandling.Broken);
    }

    public static TheoryData<string> Traps =>
        [
            Yaml("", "cdi.kubevirt.io/storage.import.endpoint: x, cdi.kubevirt.io/storage.import.source: http"),
            Yaml("", "cdi.kubevirt.io/storage.upload.target: \"\""),
            Yaml("cdi.kubevirt.io/storage.prePopulated: other", "cdi.kubevirt.io/storage.populatedFor: other"),
            Claim
                .Replace("PVC", "pv.kubernetes.io/bind-completed: \"yes\"", StringComparison.Ordinal)
                .Replace(
                    "SPEC",
                    "volumeName: pv-1, dataSourceRef: {apiGroup: cdi.kubevirt.io, kind: VolumeImportSource, name: s}",
                    StringComparison.Ordinal
                ),
            Machine
                + "---\n"
                + Claim
                    .Replace("PVC", "cdi.kubevirt.io/storage.populatedFor: e", StringComparison.Ordinal)
                    .Replace("SPEC", "", StringComparison.Ordinal),
        ];

    private static string Yaml(string volume, string claim) =>
        Volume.Replace("DV", volume, StringComparison.Ordinal)
        + "---\n"
        + Claim.Replace("PVC", claim, StringComparison.Ordinal).Replace("SPEC", "", StringComparison.Ordinal);

    private static VolumeHandling Decide(string yaml) => Run(yaml).Volumes.ShouldHaveSingleItem().Handling;

    private static RestoreResult Run(string yaml) => Nothing.Apply(Graph(yaml));

    private static ResourceGraph Graph(string yaml)
    {
        var manifests = new ManifestReader().Read(System.Text.Encoding.UTF8.GetBytes(yaml), "test");
        manifests.Findings.ShouldBeEmpty();
        return ResourceGraph.Create(manifests.Resources, BuiltInResolvers.Default);
    }
}
