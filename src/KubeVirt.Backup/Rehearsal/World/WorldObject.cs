using System.Text.Json.Nodes;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Rehearsal;

/// <summary>An object of the modelled cluster, with the content that it has at this moment of the rehearsal.</summary>
/// <param name="id">Its id. Names that a controller generates hold a mark in place of the letters.</param>
/// <param name="uid">A mark that stands for its UID.</param>
/// <param name="body">Its content.</param>
/// <param name="origin">Who brought it.</param>
internal sealed class WorldObject(ResourceId id, string uid, JsonObject body, ObjectOrigin origin)
{
    private const string AnnotationsAt = "annotations";
    private const string LabelsAt = "labels";

    public ResourceId Id { get; } = id;

    /// <summary>Stands for its UID; see <see cref="Marks"/>.</summary>
    public string Uid { get; } = uid;

    /// <summary>Its content; edit it through <see cref="World.Update"/>, so that controllers hear of it.</summary>
    public JsonObject Body { get; } = body;

    /// <summary>Who brought it.</summary>
    public ObjectOrigin Origin { get; } = origin;

    /// <summary>The manifest as it was given; <see langword="null"/> for an object of a controller.</summary>
    public JsonObject? Manifest { get; init; }

    /// <summary>Whether it is still there.</summary>
    public bool IsLive { get; set; } = true;

    /// <summary>Whether it is deleted and waits for its finalizers.</summary>
    public bool IsDeleting { get; set; }

    /// <summary>The claim that this object was made to fill.</summary>
    public WorldObject? Fills { get; init; }

    /// <summary>What it fills the claim with: import, clone or upload.</summary>
    public string? FillsBy { get; init; }

    public GroupKind Kind => Id.Kind;

    public string Name => Id.Name;

    public string? Namespace => Id.Namespace;

    /// <summary>Its ownerReferences.</summary>
    public IReadOnlyList<OwnerOf> Owners => OwnerOf.Read(At("/metadata/ownerReferences") as JsonArray);

    /// <summary>The owner that looks after it; <see langword="null"/> for an orphan.</summary>
    public OwnerOf? ControllerOwner => Owners.FirstOrDefault(owner => owner.IsController);

    /// <summary>The phase of its status; empty where there is none.</summary>
    public string Phase => Text("/status/phase") ?? "";

    /// <summary>What a JSON pointer leads to.</summary>
    public JsonNode? At(string pointer) => NodePointer.Find(Body, pointer);

    /// <summary>The text that a JSON pointer leads to.</summary>
    public string? Text(string pointer) => TextOf(At(pointer));

    /// <summary>Whether a JSON pointer leads to <c>true</c>.</summary>
    public bool IsTrue(string pointer) => At(pointer) is JsonValue value && value.TryGetValue<bool>(out var set) && set;

    /// <summary>The objects of the list that a JSON pointer leads to.</summary>
    public IEnumerable<JsonObject> Items(string pointer) => (At(pointer) as JsonArray ?? []).OfType<JsonObject>();

    public void Set(string pointer, JsonNode? value) => NodePointer.Set(Body, pointer, value);

    public void Remove(string pointer) => NodePointer.Remove(Body, pointer);

    /// <summary>Whether it bears an annotation, of whatever value.</summary>
    public bool HasAnnotation(string key) => Map(AnnotationsAt)?.ContainsKey(key) ?? false;

    public string? Annotation(string key) => TextOf(Map(AnnotationsAt)?[key]);

    public string? Label(string key) => TextOf(Map(LabelsAt)?[key]);

    public JsonObject? Annotations => Map(AnnotationsAt);

    public JsonObject? Labels => Map(LabelsAt);

    public void Annotate(string key, string value) => EnsureMap(AnnotationsAt)[key] = value;

    public void DropAnnotation(string key) => Map(AnnotationsAt)?.Remove(key);

    public bool HasFinalizer(string name) => Finalizers.Contains(name, StringComparer.Ordinal);

    public IEnumerable<string> Finalizers =>
        (At("/metadata/finalizers") as JsonArray ?? []).Select(TextOf).OfType<string>();

    public void AddFinalizer(string name)
    {
        if (!HasFinalizer(name))
            SetFinalizers(Finalizers.Append(name));
    }

    public void RemoveFinalizer(string name) => SetFinalizers(Finalizers.Where(finalizer => finalizer != name));

    /// <summary>Adds an owner; one of the same UID is replaced.</summary>
    public void AddOwner(OwnerOf owner) =>
        Set("/metadata/ownerReferences", OwnerOf.Write(Owners.Where(known => known.Uid != owner.Uid).Append(owner)));

    /// <summary>Whether another object looks after it.</summary>
    public bool IsOwnedBy(WorldObject owner) => ControllerOwner?.Uid == owner.Uid;

    /// <summary>A text of JSON; <see langword="null"/> for anything else.</summary>
    public static string? TextOf(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private void SetFinalizers(IEnumerable<string> names) =>
        Set("/metadata/finalizers", new JsonArray([.. names.ToList().Select(name => JsonValue.Create(name))]));

    private JsonObject? Map(string name) => (Body["metadata"] as JsonObject)?[name] as JsonObject;

    private JsonObject EnsureMap(string name)
    {
        if (Map(name) is { } map)
            return map;

        var made = new JsonObject();
        Set($"/metadata/{name}", made);
        return made;
    }
}
