using System.Text.Json;
using System.Text.Json.Nodes;

namespace KubeVirt.Backup.Testing.Server;

/// <summary>Reads what a request wants to write.</summary>
internal static class ObjectBody
{
    /// <summary>Reads a body and says what is wrong with it; <see langword="null"/> where nothing is.</summary>
    /// <param name="type">What is to be written.</param>
    /// <param name="path">Where.</param>
    /// <param name="body">The body.</param>
    /// <param name="name">The name in the URL; <see langword="null"/> for a create.</param>
    /// <param name="value">The object.</param>
    public static ApiAnswer? Parse(ApiType type, ApiPath path, string body, string? name, out JsonObject value)
    {
        if (Read(body) is not { } read)
        {
            value = [];
            return Bad($"the object provided is unrecognized (must be of type {type.Kind.Kind})");
        }

        value = read;
        if (Text(value["kind"]) != type.Kind.Kind || Text(value["apiVersion"]) != type.ApiVersion)
            return Bad($"{type.Kind.Kind} in version \"{type.Version}\" cannot be handled as a {value["kind"]}");
        if (value["metadata"] is not JsonObject metadata || Text(metadata["name"]) is not { } found)
            return ApiAnswer.Invalid(type, "", "metadata.name: Required value: name or generateName is required");
        if (name is not null && found != name)
            return Bad($"the name of the object ({found}) does not match the name on the URL ({name})");
        if (path.Namespace is not null && Text(metadata["namespace"] ??= path.Namespace) != path.Namespace)
            return Bad("the namespace of the provided object does not match the namespace sent on the request");

        return null;
    }

    private static ApiAnswer Bad(string message) => ApiAnswer.Status(400, "BadRequest", message);

    private static string? Text(JsonNode? node) => node?.GetValue<string>();

    private static JsonObject? Read(string body)
    {
        try
        {
            return JsonNode.Parse(body, documentOptions: ServerJson.Reading) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
