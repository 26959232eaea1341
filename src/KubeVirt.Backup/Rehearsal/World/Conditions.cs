using System.Text.Json.Nodes;

namespace KubeVirt.Backup.Rehearsal;

/// <summary>Conditions of a status.</summary>
internal static class Conditions
{
    /// <summary>A condition of four texts; empty ones are left out when it is told.</summary>
    public static JsonObject Of(string type, string status, string reason, string message) =>
        new()
        {
            ["type"] = type,
            ["status"] = status,
            ["reason"] = reason,
            ["message"] = message,
        };

    /// <summary>The condition of a type; <see langword="null"/> where there is none.</summary>
    public static JsonObject? Find(WorldObject one, string type) =>
        one.Items("/status/conditions").FirstOrDefault(condition => WorldObject.TextOf(condition["type"]) == type);

    /// <summary>
    /// <c>True</c>, <c>False</c> or <c>Unknown</c>; <see langword="null"/> where there is no such condition.
    /// </summary>
    public static string? StatusOf(WorldObject one, string type) => WorldObject.TextOf(Find(one, type)?["status"]);

    /// <summary>The reason; <see langword="null"/> where there is no such condition.</summary>
    public static string? ReasonOf(WorldObject one, string type) => WorldObject.TextOf(Find(one, type)?["reason"]);

    /// <summary>Puts a condition in place of the one of its type.</summary>
    public static void Put(WorldObject one, JsonObject condition)
    {
        var type = WorldObject.TextOf(condition["type"])!;
        Drop(one, type);
        if (one.At("/status/conditions") is not JsonArray conditions)
        {
            conditions = [];
            one.Set("/status/conditions", conditions);
        }

        conditions.Add((JsonNode)condition);
    }

    /// <summary>Takes a condition away, if it is there.</summary>
    public static void Drop(WorldObject one, string type)
    {
        if (one.At("/status/conditions") is JsonArray conditions && Find(one, type) is { } found)
            conditions.Remove(found);
    }
}
