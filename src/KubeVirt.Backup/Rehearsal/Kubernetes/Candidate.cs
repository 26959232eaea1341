using System.Text.Json.Nodes;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Rehearsal;

/// <summary>An object on its way through admission, which may still change it.</summary>
/// <param name="Id">Its id, with generated letters where it asks for a name.</param>
/// <param name="Body">Its content.</param>
/// <param name="Origin">Who creates it.</param>
internal sealed record Candidate(ResourceId Id, JsonObject Body, ObjectOrigin Origin)
{
    public GroupKind Kind => Id.Kind;

    public string? Namespace => Id.Namespace;

    /// <summary>What a JSON pointer leads to.</summary>
    public JsonNode? At(string pointer) => NodePointer.Find(Body, pointer);

    /// <summary>The text that a JSON pointer leads to.</summary>
    public string? Text(string pointer) => WorldObject.TextOf(At(pointer));

    public void Set(string pointer, JsonNode? value) => NodePointer.Set(Body, pointer, value);

    /// <summary>Whether it bears an annotation, of whatever value.</summary>
    public bool HasAnnotation(string key) => (At("/metadata/annotations") as JsonObject)?.ContainsKey(key) ?? false;

    public string? Annotation(string key) => WorldObject.TextOf((At("/metadata/annotations") as JsonObject)?[key]);

    public string? Label(string key) => WorldObject.TextOf((At("/metadata/labels") as JsonObject)?[key]);

    public void Annotate(string key, string value)
    {
        if (At("/metadata/annotations") is not JsonObject annotations)
        {
            annotations = [];
            Set("/metadata/annotations", annotations);
        }

        annotations[key] = value;
    }
}
