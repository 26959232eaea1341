using System.Text.Json.Nodes;

namespace KubeVirt.Backup.Rehearsal;

/// <summary>What a DataVolume clones.</summary>
/// <param name="Kind">A claim or a VolumeSnapshot.</param>
/// <param name="Namespace">Where it is.</param>
/// <param name="Name">Its name.</param>
internal sealed record CloneSource(GroupKind Kind, string? Namespace, string Name)
{
    /// <summary>
    /// Reads the source of a DataVolume or a DataSource; <see langword="null"/> where it is no clone.
    /// </summary>
    public static CloneSource? Read(JsonObject? source, string? @namespace)
    {
        var kind = source?["pvc"] is not null ? Kinds.PersistentVolumeClaim : Kinds.VolumeSnapshot;
        if ((source?["pvc"] ?? source?["snapshot"]) is not JsonObject named)
            return null;

        var place = WorldObject.TextOf(named["namespace"]) is { Length: > 0 } given ? given : @namespace;
        return new CloneSource(kind, place, WorldObject.TextOf(named["name"]) ?? "");
    }
}
