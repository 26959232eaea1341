using System.Text.Json.Nodes;

namespace KubeVirt.Backup.Rehearsal;

/// <summary>One ownerReference.</summary>
/// <param name="Kind">Group and kind of the owner.</param>
/// <param name="ApiVersion">As it was written.</param>
/// <param name="Name">Its name.</param>
/// <param name="Uid">Its UID, which alone counts.</param>
/// <param name="IsController">Whether it is the one that looks after the object.</param>
internal sealed record OwnerOf(GroupKind Kind, string ApiVersion, string Name, string Uid, bool IsController)
{
    /// <summary>A reference to an object that controls another.</summary>
    public static OwnerOf Controller(WorldObject owner)
    {
        var apiVersion = owner.Text("/apiVersion") ?? "";
        return new OwnerOf(owner.Kind, apiVersion, owner.Name, owner.Uid, true);
    }

    /// <summary>Reads a list of ownerReferences; what is none is left out.</summary>
    public static IReadOnlyList<OwnerOf> Read(JsonArray? references) =>
        [.. (references ?? []).OfType<JsonObject>().Select(Read)];

    /// <summary>Writes a list of ownerReferences.</summary>
    public static JsonArray Write(IEnumerable<OwnerOf> owners) =>
        new([.. owners.ToList().Select(owner => (JsonNode)owner.ToNode())]);

    private static OwnerOf Read(JsonObject reference)
    {
        var apiVersion = WorldObject.TextOf(reference["apiVersion"]) ?? "";
        var kind = WorldObject.TextOf(reference["kind"]) ?? "";
        var isController = reference["controller"] is JsonValue value && value.TryGetValue<bool>(out var set) && set;

        return new OwnerOf(
            new GroupKind(GroupKind.GroupOf(apiVersion), kind),
            apiVersion,
            WorldObject.TextOf(reference["name"]) ?? "",
            WorldObject.TextOf(reference["uid"]) ?? "",
            isController
        );
    }

    private JsonObject ToNode()
    {
        var reference = new JsonObject
        {
            ["apiVersion"] = ApiVersion,
            ["kind"] = Kind.Kind,
            ["name"] = Name,
            ["uid"] = Uid,
        };
        if (IsController)
            reference["controller"] = true;

        return reference;
    }
}
