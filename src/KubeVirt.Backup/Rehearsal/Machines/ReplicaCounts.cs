using System.Globalization;
using System.Text.Json.Nodes;

namespace KubeVirt.Backup.Rehearsal;

/// <summary>How many a set or a pool asks for, and which objects its selector meets.</summary>
internal static class ReplicaCounts
{
    /// <summary>
    /// How many are made at most. More would tell nothing more, and a number in a manifest must not fill the memory.
    /// </summary>
    public const int Most = 100;

    /// <summary>The number to be made: what is asked for, and no more than <see cref="Most"/>.</summary>
    /// <param name="world">Where it is told that not all of them are made.</param>
    /// <param name="set">The set or pool.</param>
    /// <param name="source">Where the rules of its controller stand.</param>
    public static int Wanted(World world, WorldObject set, string source)
    {
        var asked = Asked(set);
        if (asked <= Most)
            return asked;

        world.Tell(
            set,
            RehearsalEffect.Progress,
            $"It asks for {asked.ToString(CultureInfo.InvariantCulture)}; the rehearsal makes {Most} of them.",
            source
        );
        return Most;
    }

    /// <summary>Whether a selector meets the labels of a template. Expressions are taken as met.</summary>
    /// <param name="selector">The selector, or nothing.</param>
    /// <param name="labels">The labels of the template, or nothing.</param>
    /// <remarks>Source: Kubernetes apimachinery pkg/apis/meta/v1/helpers.go: no selector selects nothing.</remarks>
    public static bool SelectsTemplate(JsonNode? selector, JsonNode? labels)
    {
        if (selector is not JsonObject parts)
            return false;

        var wanted = parts["matchLabels"] as JsonObject ?? [];
        var given = labels as JsonObject ?? [];
        return wanted.All(label => WorldObject.TextOf(given[label.Key]) == WorldObject.TextOf(label.Value));
    }

    /// <summary>Whether the selector of a set says which labels it wants.</summary>
    public static bool HasLabels(WorldObject set) => set.At("/spec/selector/matchLabels") is JsonObject { Count: > 0 };

    /// <summary>The number that is asked for; one where nothing is said.</summary>
    public static int Asked(WorldObject set) =>
        set.At("/spec/replicas") is JsonValue value
        && int.TryParse(value.ToJsonString(), NumberStyles.Integer, CultureInfo.InvariantCulture, out var count)
            ? count
            : 1;

    /// <summary>Whether the labels of an object are those of the selector. Expressions are taken as met.</summary>
    public static bool Selects(WorldObject set, WorldObject one) =>
        set.At("/spec/selector/matchLabels") is JsonObject { Count: > 0 } labels
        && labels.All(label => one.Label(label.Key) == WorldObject.TextOf(label.Value));
}
