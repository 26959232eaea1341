using System.Globalization;
using System.Text.Json;

namespace KubeVirt.Backup.Comparing;

/// <summary>Walks the tree of an object graph without recursion, and collects all that is wrong with it.</summary>
internal sealed class ObjectGraphReader
{
    private const int Shown = 5;

    private readonly List<ObjectGraphNode> _nodes = [];
    private readonly List<string> _problems = [];
    private readonly Stack<(JsonElement Node, ResourceId? Parent, string Pointer)> _open = new();

    /// <exception cref="FormatException">Something is wrong with it.</exception>
    public static IReadOnlyList<ObjectGraphNode> Read(JsonElement root)
    {
        if (Text(root, "kind") == "Status")
            throw new FormatException(
                $"KubeVirt answered with an error and no object graph: {Text(root, "message") ?? "no message"}"
            );
        var reader = new ObjectGraphReader();
        reader._open.Push((root, null, ""));
        while (reader._open.TryPop(out var place))
            reader.Visit(place.Node, place.Parent, place.Pointer);
        if (reader._problems.Count == 0)
            return reader._nodes;
        var rest = reader._problems.Count > Shown ? $" and {reader._problems.Count - Shown} more" : "";
        throw new FormatException(
            $"This is no object graph of KubeVirt's objectgraph subresource: {string.Join("; ", reader._problems.Take(Shown))}{rest}."
        );
    }

    private void Visit(JsonElement node, ResourceId? parent, string pointer)
    {
        var reference = Member(node, "objectReference");
        var (kind, name, ns) = (Text(reference, "kind"), Text(reference, "name"), Text(reference, "namespace"));
        // A cluster-scoped object has an empty namespace.
        ns = string.IsNullOrEmpty(ns) ? null : ns;
        if (string.IsNullOrEmpty(kind) || !ResourceId.IsName(name) || (ns is not null && !ResourceId.IsName(ns)))
        {
            _problems.Add($"'{pointer}/objectReference' names no object by kind and name");
            return;
        }

        var id = new ResourceId(new GroupKind(Text(reference, "apiGroup") ?? "", kind), ns, name);
        _nodes.Add(
            new ObjectGraphNode(
                id,
                parent,
                Text(Member(node, "labels"), "kubevirt.io/dependency-type"),
                Member(node, "optional") is { ValueKind: JsonValueKind.True }
            )
        );
        switch (Member(node, "children"))
        {
            case null or { ValueKind: JsonValueKind.Null }:
                break;
            case { ValueKind: JsonValueKind.Array } children:
                foreach (var (i, child) in children.EnumerateArray().Index().Reverse())
                    _open.Push((child, id, $"{pointer}/children/{i.ToString(CultureInfo.InvariantCulture)}"));
                break;
            default:
                _problems.Add($"'{pointer}/children' is no list");
                break;
        }
    }

    private static JsonElement? Member(JsonElement? holder, string name) =>
        holder is { ValueKind: JsonValueKind.Object } value && value.TryGetProperty(name, out var member)
            ? member
            : null;

    private static string? Text(JsonElement? holder, string name) =>
        Member(holder, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
}
