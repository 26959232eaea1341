using System.Text.Json;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Restore;

/// <summary>Reads off restored objects what the nodes of a target must have, by the table of the rules.</summary>
internal static class NodeNeeds
{
    /// <summary>The resources of every node, which say nothing about where a guest can run.</summary>
    private static readonly string[] Everywhere = ["cpu", "memory", "ephemeral-storage"];

    /// <summary>The values that ask for nothing in particular, or that KubeVirt writes into each guest by itself.</summary>
    /// <remarks>Source: KubeVirt pkg/defaults/defaults.go.</remarks>
    private static readonly string[] AnyNode = ["default-scheduler", "host-model", "host-passthrough", "amd64"];

    /// <summary>All needs, each once, with the places that ask for them; ordered by what they are.</summary>
    /// <param name="resources">The objects that are to be applied.</param>
    public static IEnumerable<NodeNeed> Of(IEnumerable<Resource> resources) =>
        from found in resources.SelectMany(In)
        group found.Place by (found.What, found.Value) into places
        orderby places.Key.What, places.Key.Value
        select new NodeNeed(
            places.Key.What,
            places.Key.Value,
            [.. places.OrderBy(place => place.Resource).ThenBy(place => place.Path, StringComparer.Ordinal)]
        );

    /// <summary>The needs of one object.</summary>
    private static IEnumerable<Found> In(Resource resource)
    {
        var (at, rules) = NodeNeedRules.For(resource.Id.Kind);
        if (rules.Count == 0 || resource.At(at) is not { ValueKind: JsonValueKind.Object } root)
            yield break;

        foreach (var rule in rules)
        {
            foreach (var pointer in ElementPointer.Expand(root, rule.Path))
            {
                if (ElementPointer.Find(root, pointer) is not { } value)
                    continue;
                if (ValueOf(rule.Form, pointer, value) is { Length: > 0 } text && !AnyNode.Contains(text))
                    yield return new Found(rule.What, text, new NodeNeedPlace(resource.Id, at + pointer));
            }
        }
    }

    /// <summary>What a value asks for; <see langword="null"/> where that is nothing.</summary>
    private static string? ValueOf(NodeNeedForm form, string pointer, JsonElement value)
    {
        var member = JsonPointer.Unescape(pointer[(pointer.LastIndexOf('/') + 1)..]);

        return form switch
        {
            NodeNeedForm.Member => $"{member}={TextOf(value)}",
            NodeNeedForm.MemberName => member,
            NodeNeedForm.ResourceName => Everywhere.Contains(member) ? null : member,
            NodeNeedForm.Expression => Expression(value),
            NodeNeedForm.Feature => Feature(value),
            NodeNeedForm.Flag => value.ValueKind == JsonValueKind.True ? "with dedicated CPUs" : null,
            NodeNeedForm.Presence => "for realtime guests",
            _ => TextOf(value),
        };
    }

    /// <summary>An expression in one line, as <c>zone In east-1, east-2</c>.</summary>
    private static string? Expression(JsonElement expression)
    {
        if (TextAt(expression, "key") is not { } key)
            return null;

        var values =
            expression.TryGetProperty("values", out var list) && list.ValueKind == JsonValueKind.Array
                ? string.Join(", ", list.EnumerateArray().Select(TextOf))
                : "";

        return $"{key} {TextAt(expression, "operator")} {values}".TrimEnd();
    }

    /// <summary>A feature that a processor must have, or must not have; also one that is written as a text.</summary>
    /// <remarks>Source: KubeVirt staging/src/kubevirt.io/api/core/v1/schema.go, CPUFeature: the default is require.</remarks>
    private static string? Feature(JsonElement feature)
    {
        if (feature.ValueKind == JsonValueKind.String)
            return feature.GetString();

        var policy = TextAt(feature, "policy") ?? "require";

        return policy is "require" or "forbid" ? $"{TextAt(feature, "name")} ({policy})" : null;
    }

    /// <summary>The text of a member; <see langword="null"/> where there is none.</summary>
    private static string? TextAt(JsonElement value, string member) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(member, out var found) ? TextOf(found) : null;

    /// <summary>The text that a value is; <see langword="null"/> where it is another type.</summary>
    private static string? TextOf(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>One need at one place, before those of one kind are put together.</summary>
    private readonly record struct Found(string What, string Value, NodeNeedPlace Place);
}
