using System.Text.Json.Nodes;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Rollback;

namespace KubeVirt.Backup.Client.Rollback;

/// <summary>
/// Edits a machine from one state of a rollback to another. Each edit is one write, so that whoever reads the machine sees
/// the state before or the one after.
/// </summary>
/// <remarks>Source: KubeVirt staging/src/kubevirt.io/api/core/v1/types.go: running and runStrategy exclude each other.</remarks>
internal static class HeldMachine
{
    private static readonly string[] RunState = ["runStrategy", "running"];

    /// <summary>The id of the rollback that holds a machine; <see langword="null"/> where none does.</summary>
    public static string? HolderOf(Resource machine) =>
        HeldState(ObjectTree.Of(machine)) is { } held ? (string?)held["id"] : null;

    /// <summary>The id of the latest rollback that was completed; <see langword="null"/> where there is none.</summary>
    public static string? DoneOf(Resource machine) => (string?)Annotations(ObjectTree.Of(machine))?[RollbackKeys.Done];

    /// <summary>Whether a machine has the spec of another, whatever their run states.</summary>
    public static bool HasSpecOf(Resource machine, Resource other) =>
        JsonNode.DeepEquals(WithoutRunState(ObjectTree.Of(machine)), WithoutRunState(ObjectTree.Of(other)));

    /// <summary>
    /// Whether a machine has the volumes and templates of another. A webhook may have completed other fields since.
    /// </summary>
    public static bool HasVolumesOf(Resource machine, Resource other) =>
        JsonNode.DeepEquals(VolumesOf(machine), VolumesOf(other))
        && TemplatesOf(machine).SequenceEqual(TemplatesOf(other), StringComparer.Ordinal);

    /// <summary>The machine stopped, with its run state remembered; <see langword="null"/> where it is held already.</summary>
    public static JsonObject? Hold(Resource machine, string id)
    {
        var root = ObjectTree.Of(machine);
        if (HeldState(root) is not null)
            return null;

        var spec = root["spec"]!.AsObject();
        var held = new JsonObject { ["id"] = id };
        foreach (var name in RunState)
        {
            if (spec[name] is { } value)
                held[name] = value.DeepClone();
        }

        Stop(spec);
        EnsureAnnotations(root)[RollbackKeys.Held] = held.ToJsonString();

        return root;
    }

    /// <summary>A held machine with the spec of another, still stopped; <see langword="null"/> where it has that.</summary>
    public static JsonObject? Switch(Resource machine, Resource other)
    {
        if (HasSpecOf(machine, other))
            return null;

        var root = ObjectTree.Of(machine);
        root["spec"] = ObjectTree.Of(other)["spec"]!.DeepClone();
        Stop(root["spec"]!.AsObject());

        return root;
    }

    /// <summary>A held machine with its run state back; <see langword="null"/> where it is not held.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="done">The rollback that was completed; <see langword="null"/> where it was undone.</param>
    /// <param name="spec">The machine whose spec it gets in the same write; <see langword="null"/> for its own.</param>
    public static JsonObject? Release(Resource machine, string? done, Resource? spec)
    {
        var root = ObjectTree.Of(machine);
        if (HeldState(root) is not { } held)
            return null;

        if (spec is not null)
            root["spec"] = ObjectTree.Of(spec)["spec"]!.DeepClone();
        var written = root["spec"]!.AsObject();
        foreach (var name in RunState)
        {
            written.Remove(name);
            if (held[name] is { } value)
                written[name] = value.DeepClone();
        }

        var annotations = EnsureAnnotations(root);
        annotations.Remove(RollbackKeys.Held);
        if (done is not null)
            annotations[RollbackKeys.Done] = done;

        return root;
    }

    /// <summary>An object with an annotation; <see langword="null"/> where it has that value already.</summary>
    public static JsonObject? Annotate(Resource resource, string key, string? value)
    {
        var root = ObjectTree.Of(resource);
        if ((string?)Annotations(root)?[key] == value)
            return null;

        if (value is null)
            EnsureAnnotations(root).Remove(key);
        else
            EnsureAnnotations(root)[key] = value;

        return root;
    }

    private static JsonObject? Annotations(JsonObject root) => root["metadata"]?["annotations"] as JsonObject;

    private static JsonObject EnsureAnnotations(JsonObject root)
    {
        if (Annotations(root) is { } found)
            return found;

        var made = new JsonObject();
        root["metadata"]!["annotations"] = made;

        return made;
    }

    /// <summary>What a hold remembers; <see langword="null"/> where there is none that can be read.</summary>
    private static JsonObject? HeldState(JsonObject root)
    {
        if ((string?)Annotations(root)?[RollbackKeys.Held] is not { } text)
            return null;

        try
        {
            return JsonNode.Parse(text) as JsonObject;
        }
        catch (System.Text.Json.JsonException)
        {
            return new JsonObject();
        }
    }

    private static JsonNode? VolumesOf(Resource machine) =>
        ObjectTree.Of(machine)["spec"]?["template"]?["spec"]?["volumes"];

    private static List<string> TemplatesOf(Resource machine) =>
        [
            .. (ObjectTree.Of(machine)["spec"]?["dataVolumeTemplates"] as JsonArray ?? []).Select(template =>
                (string?)template?["metadata"]?["name"] ?? ""
            ),
        ];

    private static void Stop(JsonObject spec)
    {
        foreach (var name in RunState)
            spec.Remove(name);
        spec["runStrategy"] = "Halted";
    }

    private static JsonNode? WithoutRunState(JsonObject root)
    {
        var spec = root["spec"]?.DeepClone();
        foreach (var name in RunState)
            (spec as JsonObject)?.Remove(name);

        return spec;
    }
}
