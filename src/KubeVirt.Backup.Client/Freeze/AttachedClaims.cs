using System.Text.Json;
using KubeVirt.Backup.Client.Actions;

namespace KubeVirt.Backup.Client.Freeze;

/// <summary>Reads which claims a guest writes to.</summary>
/// <remarks>
/// Sources: KubeVirt staging/src/kubevirt.io/api/core/v1/schema.go, VolumeSource, and types.go, VolumeStatus;
/// pkg/storage/types/pvc.go for the claim of a DataVolume; pkg/virt-controller/watch/vmi/storage.go, which reports the
/// claim of the persistent state in the status alone.
/// </remarks>
internal static class AttachedClaims
{
    /// <summary>The claims of a VirtualMachineInstance, ordered, each once.</summary>
    public static IReadOnlyCollection<ResourceId> Of(Resource guest)
    {
        List<string> names = [];
        HashSet<string> unwritten = [];
        foreach (var volume in StatusReader.Objects(guest, "/spec/volumes"))
        {
            if (ClaimOf(volume) is { } claim)
                names.Add(claim);
            else if (volume.TryGetProperty("ephemeral", out _) || volume.TryGetProperty("memoryDump", out _))
                unwritten.Add(StatusReader.Text(volume, "name"));
        }

        // Plugged in for a dump or a backup; the guest does not see them.
        foreach (var volume in StatusReader.Objects(guest, "/spec/utilityVolumes"))
            unwritten.Add(StatusReader.Text(volume, "name"));

        var mounted = StatusReader
            .Objects(guest, "/status/volumeStatus")
            .Where(status => !unwritten.Contains(StatusReader.Text(status, "name")))
            .Select(status => Text(status, "persistentVolumeClaimInfo", "claimName"))
            .OfType<string>();
        var distinct = names.Concat(mounted).Where(ResourceId.IsName).Distinct(StringComparer.Ordinal);
        var claims = distinct.Select(name => new ResourceId(Kinds.PersistentVolumeClaim, guest.Id.Namespace, name));
        return [.. claims.Order()];
    }

    private static string? ClaimOf(JsonElement volume) =>
        Text(volume, "persistentVolumeClaim", "claimName") ?? Text(volume, "dataVolume", "name");

    private static string? Text(JsonElement json, string member, string name) =>
        json.TryGetProperty(member, out var found)
        && found.ValueKind == JsonValueKind.Object
        && StatusReader.Text(found, name) is { Length: > 0 } text
            ? text
            : null;
}
