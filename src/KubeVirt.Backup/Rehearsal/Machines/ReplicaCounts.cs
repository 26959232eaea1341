using System.Globalization;
using System.Text.Json.Nodes;

namespace KubeVirt.Backup.Rehearsal;

/// <summary>How many a set or a pool asks for, and which objects its selector meets.</summary>
internal static class ReplicaCounts
{
    /// <summary>The number that is asked for; one where nothing is said.</summary>
    public static int Wanted(WorldObject set) =>
        set.At("/spec/replicas") is JsonValue value
        && int.TryParse(value.ToJsonString(), NumberStyles.Integer, CultureInfo.InvariantCulture, out var count)
            ? count
            : 1;

    /// <summary>Whether the labels of an object are those of the selector. Expressions are taken as met.</summary>
    public static bool Selects(WorldObject set, WorldObject one) =>
        set.At("/spec/selector/matchLabels") is JsonObject { Count: > 0 } labels
        && labels.All(label => one.Label(label.Key) == WorldObject.TextOf(label.Value));
}
