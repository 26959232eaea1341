using System.Text.Json;
using KubeVirt.Backup.Client.Actions;

namespace KubeVirt.Backup.Client.Snapshots;

/// <summary>Reads what a VirtualMachineSnapshotContent holds.</summary>
/// <remarks>Source: KubeVirt staging/src/kubevirt.io/api/snapshot/v1beta1/types.go, VolumeBackup.</remarks>
internal static class SnapshotContent
{
    /// <summary>The VolumeSnapshot of each claim, in the order of the content.</summary>
    public static IEnumerable<(ResourceId Claim, ResourceId Snapshot)> VolumesIn(Resource content)
    {
        foreach (var volume in StatusReader.Objects(content, "/spec/volumeBackups"))
        {
            var claim = ClaimIn(volume);
            var snapshot = StatusReader.Text(volume, "volumeSnapshotName");
            if (!ResourceId.IsName(claim) || !ResourceId.IsName(snapshot))
                continue;

            yield return (
                new ResourceId(Kinds.PersistentVolumeClaim, content.Id.Namespace, claim),
                new ResourceId(Kinds.VolumeSnapshot, content.Id.Namespace, snapshot)
            );
        }
    }

    private static string ClaimIn(JsonElement volume) =>
        volume.TryGetProperty("persistentVolumeClaim", out var claim)
        && claim.ValueKind == JsonValueKind.Object
        && claim.TryGetProperty("metadata", out var metadata)
        && metadata.ValueKind == JsonValueKind.Object
            ? StatusReader.Text(metadata, "name")
            : "";
}
