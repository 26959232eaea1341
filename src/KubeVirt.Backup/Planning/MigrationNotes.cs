using System.Text.Json;

namespace KubeVirt.Backup.Planning;

/// <summary>What a status notes of volumes that migrate.</summary>
/// <remarks>Source: KubeVirt staging/src/kubevirt.io/api/core/v1/types.go, StorageMigratedVolumeInfo.</remarks>
internal static class MigrationNotes
{
    /// <summary>By the name of the volume the claim that it comes from.</summary>
    /// <param name="resource">A machine or a guest.</param>
    /// <param name="list">Where its notes stand.</param>
    public static Dictionary<string, string> Sources(Resource resource, string list)
    {
        var sources = new Dictionary<string, string>(StringComparer.Ordinal);
        if (resource.At(list) is not { ValueKind: JsonValueKind.Array } notes)
            return sources;

        foreach (var note in notes.EnumerateArray())
        {
            var volume = JsonMembers.Text(note, "volumeName");
            var source = JsonMembers.Text(JsonMembers.Find(note, "sourcePVCInfo"), "claimName");
            if (volume is not null && source is not null)
                sources.TryAdd(volume, source);
        }

        return sources;
    }
}
