using System.Text;
using System.Text.Json.Nodes;

namespace KubeVirt.Backup.Testing.Server;

/// <summary>An answer, with the texts of the real server where something is wrong.</summary>
internal sealed record ApiAnswer(int Code, string Body, string ContentType = "application/json")
{
    /// <summary>The header Retry-After, in seconds.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>The header Location.</summary>
    public string? Location { get; init; }

    /// <summary>The body where it is no text.</summary>
    public byte[]? Binary { get; init; }

    /// <summary>The body as it is sent.</summary>
    public byte[] Bytes => Binary ?? Encoding.UTF8.GetBytes(Body);

    /// <summary>Whether the length is stated before the body.</summary>
    public bool SaysLength { get; init; }

    /// <summary>The header Content-Range.</summary>
    public string? ContentRange { get; init; }

    /// <summary>Nothing is served there; in plain text, as the real server says it.</summary>
    public static ApiAnswer PageNotFound { get; } = new(404, "404 page not found\n", "text/plain; charset=utf-8");

    /// <summary>A success.</summary>
    public static ApiAnswer Ok(JsonNode body) => new(200, body.ToJsonString());

    /// <summary>A failure, as a Status object.</summary>
    public static ApiAnswer Status(int code, string reason, string message, JsonObject? details = null)
    {
        var status = new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject(),
            ["status"] = "Failure",
            ["message"] = message,
            ["reason"] = reason,
        };
        if (details is not null)
            status["details"] = details;
        status["code"] = code;
        return new ApiAnswer(code, status.ToJsonString());
    }

    /// <summary>An object is not there.</summary>
    public static ApiAnswer NotFound(string resource, string name) =>
        Status(
            404,
            "NotFound",
            $"{resource} \"{name}\" not found",
            new JsonObject { ["name"] = name, ["kind"] = resource }
        );

    /// <summary>An object is not as the request takes it to be.</summary>
    public static ApiAnswer Conflict(string resource, string name, string why) =>
        Status(
            409,
            "Conflict",
            $"Operation cannot be fulfilled on {resource} \"{name}\": {why}",
            new JsonObject { ["name"] = name, ["kind"] = resource }
        );

    /// <summary>An object is not as objects of its kind are.</summary>
    public static ApiAnswer Invalid(ApiType type, string name, string why) =>
        Status(
            422,
            "Invalid",
            $"{type.Kind} \"{name}\" is invalid: {why}",
            new JsonObject { ["name"] = name, ["kind"] = type.Kind.Kind }
        );

    /// <summary>The server failed.</summary>
    public static ApiAnswer Internal(string message) =>
        Status(
            500,
            "InternalError",
            $"Internal error occurred: {message}",
            new JsonObject { ["causes"] = new JsonArray(new JsonObject { ["message"] = message }) }
        );
}
