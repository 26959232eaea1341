using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Manifests;
using KubeVirt.Backup.Planning;
using KubeVirt.Backup.Resolvers;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Restore;

/// <summary>What a user is told to do about a disk that comes back blank.</summary>
public class BlankDiskTests
{
    private const string WriteImage = "KubeVirt makes no image in such a claim";
    private const string MakeFileSystem = "Make one in the guest";

    // KubeVirt makes an image in an empty claim where a guest starts with it, and CDI by its DataVolume.
    [Theory]
    [InlineData("persistentVolumeClaim: {claimName: data, hotpluggable: true}", "Filesystem", false, WriteImage)]
    [InlineData("persistentVolumeClaim: {claimName: data}", "Filesystem", false, MakeFileSystem)]
    [InlineData("persistentVolumeClaim: {claimName: data, hotpluggable: true}", "Block", false, MakeFileSystem)]
    [InlineData("persistentVolumeClaim: {claimName: data, hotpluggable: true}", "Filesystem", true, MakeFileSystem)]
    [InlineData("dataVolume: {name: data, hotpluggable: true}", "Filesystem", true, MakeFileSystem)]
    public void The_remedy_is_one_that_works(string source, string mode, bool hasDataVolume, string expected)
    {
        var message = Blank(source, mode, hasDataVolume).Findings.Single(IsBlank).Message;

        message.ShouldContain(expected);
    }

    [Theory]
    [InlineData("persistentVolumeClaim: {claimName: data, hotpluggable: true}", "Filesystem", true)]
    [InlineData("persistentVolumeClaim: {claimName: data}", "Filesystem", false)]
    [InlineData("persistentVolumeClaim: {claimName: data, hotpluggable: true}", "Block", false)]
    public void CDI_makes_it_blank_where_an_empty_claim_would_not_do(string source, string mode, bool isMadeByCdi)
    {
        var result = Blank(source, mode, hasDataVolume: true);

        result.Skipped.Any(skipped => skipped.Resource.Kind == Kinds.PersistentVolumeClaim).ShouldBe(isMadeByCdi);
        result
            .Resources.Single(resource => resource.Id.Kind == Kinds.DataVolume)
            .At("/spec/source/blank")
            .HasValue.ShouldBe(isMadeByCdi);
    }

    private static bool IsBlank(Finding finding) => finding.Id == FindingIds.DiskBlank;

    private static RestoreResult Blank(string source, string mode, bool hasDataVolume)
    {
        const string Volume = """
            ---
            apiVersion: cdi.kubevirt.io/v1beta1
            kind: DataVolume
            metadata: {name: data, namespace: ns}
            spec: {source: {http: {url: "https://example.org/data.img"}}, storage: {resources: {requests: {storage: 1Gi}}}}
            status: {phase: Succeeded}
            """;
        var manifests = Manifest.Read(
            $$"""
            apiVersion: kubevirt.io/v1
            kind: VirtualMachine
            metadata: {name: vm, namespace: ns}
            spec:
              runStrategy: Halted
              template:
                spec:
                  domain: {devices: {disks: [{name: root, disk: {} }, {name: data, disk: {} }]} }
                  volumes: [{name: root, containerDisk: {image: example.org/root} }, {name: data, {{source}} }]
            ---
            apiVersion: v1
            kind: PersistentVolumeClaim
            metadata: {name: data, namespace: ns}
            spec: {volumeMode: {{mode}}, volumeName: pv, resources: {requests: {storage: 1Gi} } }
            status: {phase: Bound}
            {{(hasDataVolume ? Volume : "")}}
            """
        );
        manifests.Findings.ShouldBeEmpty();

        return RestorePolicy
            .CreateBuilder()
            .Add(RestorePresets.Preserve)
            .BlankDisks(DiskSelection.Parse([], ["names=data"]))
            .Build("blank")
            .Apply(ResourceGraph.Create(manifests.Resources, BuiltInResolvers.Default));
    }
}
