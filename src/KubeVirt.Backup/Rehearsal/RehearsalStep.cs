using System.Text.Json;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Rehearsal;

/// <summary>One step of a rehearsal. Without a wait between them steps follow each other at once.</summary>
/// <param name="Action">What it does.</param>
/// <param name="Object">
/// The object that a patch, a deletion or a run is about, as <c>Kind/namespace/name</c>; <see langword="null"/> for the
/// others.
/// </param>
/// <param name="Content">The manifest to apply, or the patch.</param>
public sealed record RehearsalStep(RehearsalAction Action, string? Object, JsonElement? Content)
{
    /// <summary>Waits until the controllers have nothing left to do.</summary>
    public static RehearsalStep Wait { get; } = new(RehearsalAction.Wait, null, null);

    /// <summary>Creates an object.</summary>
    /// <param name="manifest">The object.</param>
    public static RehearsalStep Apply(JsonElement manifest) => new(RehearsalAction.Apply, null, manifest);

    /// <summary>Creates an object.</summary>
    /// <param name="resource">The object, in the namespace of its id.</param>
    public static RehearsalStep Apply(Resource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        var manifest = NodeValue.FromElement(resource.At(""))!;
        if (resource.Id.Namespace is { } @namespace)
            NodePointer.Set(manifest, "/metadata/namespace", @namespace);

        return Apply(NodeValue.ToElement(manifest)!.Value);
    }

    /// <summary>Reads a list of steps, or of manifests.</summary>
    /// <param name="steps">
    /// A JSON list. Each item is <c>{"apply": MANIFEST}</c>, <c>{"patch": {"id", "merge"}}</c>,
    /// <c>{"delete": {"id"}}</c>, <c>{"wait": "settled"}</c>, <c>{"run": ID}</c>, or a manifest itself.
    /// </param>
    /// <exception cref="FormatException">An item is none of these.</exception>
    public static IReadOnlyList<RehearsalStep> ReadAll(JsonElement steps)
    {
        if (steps.ValueKind != JsonValueKind.Array)
            throw new FormatException("The steps of a rehearsal are a JSON list.");

        return [.. steps.EnumerateArray().Select(Read)];
    }

    private static RehearsalStep Read(JsonElement step)
    {
        if (step.ValueKind != JsonValueKind.Object)
            throw new FormatException("A step of a rehearsal is a JSON object.");
        if (step.TryGetProperty("apply", out var manifest))
            return Apply(manifest.Clone());
        if (step.TryGetProperty("patch", out var patch))
            return new(RehearsalAction.Patch, IdOf(patch), Member(patch, "merge").Clone());
        if (step.TryGetProperty("delete", out var deletion))
            return new(RehearsalAction.Delete, IdOf(deletion), null);
        if (step.TryGetProperty("run", out var run))
            return new(RehearsalAction.Run, TextOf(run), null);
        if (step.TryGetProperty("wait", out _))
            return Wait;
        if (step.TryGetProperty("kind", out _))
            return Apply(step.Clone());

        throw new FormatException("A step of a rehearsal is one of apply, patch, delete, wait and run.");
    }

    private static string IdOf(JsonElement content) => TextOf(Member(content, "id"));

    private static string TextOf(JsonElement id) =>
        id.ValueKind == JsonValueKind.String
            ? id.GetString()!
            : throw new FormatException("The id of a step of a rehearsal is a text.");

    private static JsonElement Member(JsonElement content, string name) =>
        content.ValueKind == JsonValueKind.Object && content.TryGetProperty(name, out var value)
            ? value
            : throw new FormatException($"A step of a rehearsal lacks '{name}'.");
}
