using System.Text.Json;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Planning;

/// <summary>The preference that a machine starts with.</summary>
/// <param name="Path">Where the machine names it.</param>
/// <param name="Holder">The ControllerRevision that keeps it, or the preference itself.</param>
/// <param name="Spec">Its spec; <see langword="null"/> where it is missing or cannot be read.</param>
/// <param name="Problem">Why it cannot be read; <see langword="null"/> where it can, or is missing.</param>
/// <remarks>
/// Sources: KubeVirt pkg/instancetype/preference/find/revision.go and spec.go for the order;
/// pkg/instancetype/compatibility/compatibility.go for what a revision holds: a whole preference, or up to KubeVirt
/// 0.57 <c>VirtualMachinePreferenceSpecRevision</c>, whose spec is JSON in base64.
/// </remarks>
internal sealed record MachinePreference(string Path, ResourceId Holder, JsonElement? Spec, string? Problem)
{
    private const string Name = "/spec/preference/name";
    private const string Pinned = "/spec/preference/revisionName";
    private const string Stored = "/status/preferenceRef/controllerRevisionRef/name";
    private const string ObjectName = "instancetype.kubevirt.io/object-name";

    /// <summary>
    /// The preference of a machine; <see langword="null"/> where it has none, or its kind is no preference's.
    /// </summary>
    public static MachinePreference? Of(ResourceGraph graph, Resource machine)
    {
        if (machine.StringAt(Name) is not { Length: > 0 } name)
            return null;

        var named = graph
            .EdgesFrom(machine.Id)
            .Where(edge => edge.Path is Pinned or Stored or Name)
            .ToLookup(edge => edge.Path, edge => edge.To);
        // The pinned revision goes before the stored one, and that before the object itself.
        foreach (var path in (ReadOnlySpan<string>)[Pinned, Stored, Name])
        {
            foreach (var holder in named[path])
            {
                if (graph.FindResource(holder) is not { } resource)
                    return new MachinePreference(path, holder, null, null);

                // The status may still name the preference that the machine had before.
                if (path != Stored || ResourceMetadata.Label(resource, ObjectName) == name)
                    return Read(path, resource);
            }
        }

        return null;
    }

    /// <summary>Whether a machine has a preference and nobody can say what it asks for.</summary>
    public static bool IsUnknown(ResourceGraph graph, Resource machine) =>
        machine.StringAt(Name) is { Length: > 0 } && Of(graph, machine)?.Spec is null;

    /// <summary>Reads the spec off an object: a preference has it as such, a revision in its data.</summary>
    private static MachinePreference Read(string path, Resource holder)
    {
        if (holder.Id.Kind != Kinds.ControllerRevision)
            return new MachinePreference(path, holder.Id, holder.At("/spec") ?? JsonElement.Parse("{}"), null);

        var (spec, problem) = Decode(holder);

        return new MachinePreference(path, holder.Id, spec, problem);
    }

    /// <summary>The spec that a revision keeps, or why it cannot be read.</summary>
    private static (JsonElement? Spec, string? Problem) Decode(Resource revision)
    {
        if (revision.StringAt("/data/kind") is { } kind && !kind.EndsWith("Preference", StringComparison.Ordinal))
            return (null, $"it holds a {kind}");

        return revision.At("/data/spec") switch
        {
            { ValueKind: JsonValueKind.Object } spec => (spec, null),
            { ValueKind: JsonValueKind.String } text when text.TryGetBytesFromBase64(out var bytes) => Parse(bytes),
            _ => (null, "its data holds no spec"),
        };
    }

    /// <summary>The spec in the form that KubeVirt 0.57 and older wrote.</summary>
    private static (JsonElement? Spec, string? Problem) Parse(byte[] json)
    {
        try
        {
            var spec = JsonElement.Parse(json, JsonLimits.Reading);
            return spec.ValueKind == JsonValueKind.Object ? (spec, null) : (null, "its spec is no JSON object");
        }
        catch (JsonException)
        {
            return (null, "its spec is no JSON");
        }
    }
}
