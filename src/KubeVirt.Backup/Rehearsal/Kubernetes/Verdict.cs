namespace KubeVirt.Backup.Rehearsal;

/// <summary>Why the API server turns a request down.</summary>
/// <param name="Code">The HTTP status.</param>
/// <param name="Reason">The reason of the Status object; <see langword="null"/> where a webhook gives none.</param>
/// <param name="Message">The very message.</param>
/// <param name="Source">Where the rule stands.</param>
internal sealed record Verdict(int Code, string? Reason, string Message, string Source)
{
    private const string ApiErrors = "Kubernetes apimachinery pkg/api/errors/errors.go";

    /// <summary>Something that the request needs is not there.</summary>
    public static Verdict NotFound(GroupKind kind, string name) => new(404, "NotFound", Absent(kind, name), ApiErrors);

    /// <summary>The name is taken.</summary>
    public static Verdict Exists(ResourceId id) =>
        new(409, "AlreadyExists", $"{KindNames.Resource(id.Kind)} \"{id.Name}\" already exists", ApiErrors);

    /// <summary>An admission plugin turns the object down.</summary>
    public static Verdict Forbidden(ResourceId id, string why, string source) =>
        new(403, "Forbidden", $"{KindNames.Resource(id.Kind)} \"{id.Name}\" is forbidden: {why}", source);

    /// <summary>A webhook that answers with a code of its own.</summary>
    public static Verdict Denied(string webhook, int code, string? reason, string message, string source) =>
        new(code, reason, $"admission webhook \"{webhook}\" denied the request: {message}", source);

    /// <summary>The message for an object that is not there.</summary>
    public static string Absent(GroupKind kind, string name) => $"{KindNames.Resource(kind)} \"{name}\" not found";
}
