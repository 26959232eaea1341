using System.Text;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Manifests;
using KubeVirt.Backup.Resolvers;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Restore;

/// <summary>Which claims keep the volume that they name: those that no provisioner gives another one.</summary>
public class StaticVolumeTests
{
    [Theory]
    [InlineData("kubernetes.io/no-provisioner", "", true)]
    [InlineData("kubernetes.io/no-provisioner", "hand=other", false)]
    [InlineData("csi.example.org", "", false)]
    public void A_claim_keeps_its_volume_where_its_class_provisions_none(string provisioner, string map, bool isKept)
    {
        var input =
            "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: disk, namespace: ns}\n"
            + "spec: {storageClassName: hand, volumeName: local-7}\nstatus: {phase: Bound}\n---\n"
            + "apiVersion: storage.k8s.io/v1\nkind: StorageClass\nmetadata: {name: hand}\n"
            + $"provisioner: {provisioner}\n";
        var names = new NameMapBuilder();
        if (map.Length > 0)
            names.AddStorageClass(map);
        var graph = ResourceGraph.Create(
            new ManifestReader().Read(Encoding.UTF8.GetBytes(input), "input.yaml").Resources,
            BuiltInResolvers.Default
        );

        var result = RestorePresets.Preserve.Apply(graph, names.Build(), TestContext.Current.CancellationToken);

        result.Resources.Single().StringAt("/spec/volumeName").ShouldBe(isKept ? "local-7" : null);
        result
            .Findings.Any(finding => finding.Id == FindingIds.StaticVolumeAbsent && finding.Path == "/spec/volumeName")
            .ShouldBe(isKept);
    }
}
