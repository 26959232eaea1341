using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Manifests;
using KubeVirt.Backup.Resolvers;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Graph;

/// <summary>
/// A source that is not there: used up where the volume has its data, and lacking where it must be filled again.
/// </summary>
public class AbsentSourceTests
{
    private const string UsedUp = "The volume is populated, so its source is used up.";

    private const string DataVolume = """
        apiVersion: cdi.kubevirt.io/v1beta1
        kind: DataVolume
        metadata: {name: disk, namespace: shop, annotations: {ANNOTATIONS}}
        spec:
          source: {pvc: {name: base, namespace: golden}}
          storage: {resources: {requests: {storage: 1Gi}}}
        status: {phase: PHASE}
        """;

    private const string Machine = """
        apiVersion: kubevirt.io/v1
        kind: VirtualMachine
        metadata: {name: db, namespace: shop}
        spec:
          runStrategy: Halted
          dataVolumeTemplates:
          - metadata: {name: disk}
            spec:
              SOURCE
              storage: {resources: {requests: {storage: 1Gi}}}
          template:
            spec:
              domain: {devices: {}}
              volumes: [{name: root, dataVolume: {name: disk}}]
        """;

    private const string OfClaim = "source: {pvc: {name: base, namespace: golden}}";
    private const string OfDataSource = "sourceRef: {kind: DataSource, name: base, namespace: golden}";

    private const string Claim = """
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata: {name: disk, namespace: shop, annotations: {ANNOTATIONS}}
        spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
        """;

    [Theory]
    [InlineData("Succeeded", "")]
    [InlineData("Pending", "cdi.kubevirt.io/storage.prePopulated: disk")]
    public void The_source_of_a_DataVolume_with_its_data_is_used_up(string phase, string annotations)
    {
        var volume = Volume(phase, annotations);

        OnlyOn("base", volume).Severity.ShouldBe(FindingSeverity.Info);
        OnlyOn("base", volume, MachineOf(OfClaim)).Severity.ShouldBe(FindingSeverity.Info);
        OnlyOn("base", volume).Message.ShouldEndWith(UsedUp);
    }

    [Fact]
    public void So_is_that_of_a_template_whose_claim_is_marked_as_filled_for_it()
    {
        var claim = Claim.Replace(
            "ANNOTATIONS",
            "cdi.kubevirt.io/storage.populatedFor: disk",
            StringComparison.Ordinal
        );

        OnlyOn("base", claim, MachineOf(OfClaim)).Severity.ShouldBe(FindingSeverity.Info);
    }

    [Theory]
    [InlineData("ImportInProgress", "")]
    [InlineData("Pending", "cdi.kubevirt.io/storage.prePopulation: disk")]
    public void The_source_of_a_volume_that_is_not_filled_is_lacking(string phase, string annotations) =>
        OnlyOn("base", Volume(phase, annotations)).Severity.ShouldBe(FindingSeverity.Error);

    [Fact]
    public void A_mark_for_another_volume_fills_none()
    {
        var claim = Claim.Replace(
            "ANNOTATIONS",
            "cdi.kubevirt.io/storage.populatedFor: other",
            StringComparison.Ordinal
        );

        OnlyOn("base", claim, MachineOf(OfClaim)).Severity.ShouldBe(FindingSeverity.Error);
    }

    // KubeVirt resolves it before it looks whether there is anything to make.
    [Fact]
    public void A_DataSource_of_a_template_is_lacking_though_the_claim_is_filled()
    {
        var claim = Claim.Replace(
            "ANNOTATIONS",
            "cdi.kubevirt.io/storage.populatedFor: disk",
            StringComparison.Ordinal
        );

        var found = OnlyOn("base", claim, MachineOf(OfDataSource));
        found.Severity.ShouldBe(FindingSeverity.Error);
        found.Message.ShouldContain("KubeVirt reads it to create the machine's DataVolume");
    }

    private static string Volume(string phase, string annotations) =>
        DataVolume
            .Replace("ANNOTATIONS", annotations, StringComparison.Ordinal)
            .Replace("PHASE", phase, StringComparison.Ordinal);

    private static string MachineOf(string source) => Machine.Replace("SOURCE", source, StringComparison.Ordinal);

    /// <summary>The findings on what has a name: one severity and one text, however often it is referred to.</summary>
    private static Finding OnlyOn(string name, params string[] manifests)
    {
        var resources = Manifest.Read(string.Join("\n---\n", manifests)).Resources;
        var graph = ResourceGraph.Create(resources, BuiltInResolvers.Default);
        var found = graph.Findings.Where(finding => finding.Message.Contains($"/{name} ", StringComparison.Ordinal));

        return found.OrderByDescending(finding => finding.Severity).First();
    }
}
