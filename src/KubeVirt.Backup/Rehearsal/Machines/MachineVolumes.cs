using System.Text.Json.Nodes;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Rehearsal;

/// <summary>A volume of an instance that a claim stands behind.</summary>
/// <param name="Name">The name of the volume.</param>
/// <param name="Claim">The name of the claim.</param>
/// <param name="IsDataVolume">Whether the spec names a DataVolume, not the claim itself.</param>
internal sealed record MachineVolumes(string Name, string Claim, bool IsDataVolume)
{
    /// <summary>The volumes of the spec of an instance (PVCNameFromVirtVolume).</summary>
    public static IEnumerable<MachineVolumes> Of(JsonNode? spec)
    {
        foreach (var volume in ((spec as JsonObject)?["volumes"] as JsonArray ?? []).OfType<JsonObject>())
        {
            var name = WorldObject.TextOf(volume["name"]) ?? "";
            if (WorldObject.TextOf(NodePointer.Find(volume, "/dataVolume/name")) is { } dataVolume)
                yield return new MachineVolumes(name, dataVolume, true);
            else if (WorldObject.TextOf(NodePointer.Find(volume, "/persistentVolumeClaim/claimName")) is { } claim)
                yield return new MachineVolumes(name, claim, false);
            else if (WorldObject.TextOf(NodePointer.Find(volume, "/memoryDump/claimName")) is { } dump)
                yield return new MachineVolumes(name, dump, false);
        }
    }
}
