using System.Globalization;
using System.Text.Json;

namespace KubeVirt.Backup.Comparing;

/// <summary>Reads the tree of an object graph without recursion, and collects all that is wrong with it.</summary>
internal sealed class ObjectGraphReader
{
    private const int MaxShown = 5;

    private readonly List<ObjectGraphNode> _nodes = [];
    private readonly List<string> _problems = [];
    private readonly Stack<(JsonElement Node, ResourceId? Parent, string Pointer)> _open = new();

    /// <summary>The nodes in the order of the document, the root first.</summary>
    /// <exception cref="FormatException">Something is wrong with the tree, or it is an error of KubeVirt.</exception>
    public static IReadOnlyList<ObjectGraphNode> Read(JsonElement root)
    {
        if (TextOf(root, "kind") == "Status")
        {
            var message = TextOf(root, "message") ?? "no message";
            throw new FormatException($"KubeVirt returned an error and no object graph: {message}");
        }

        var reader = new ObjectGraphReader();
        reader._open.Push((root, null, ""));
        while (reader._open.TryPop(out var place))
            reader.Visit(place.Node, place.Parent, place.Pointer);

        reader.ThrowIfWrong();
        return reader._nodes;
    }

    private void ThrowIfWrong()
    {
        if (_problems.Count == 0)
            return;

        var shown = string.Join("; ", _problems.Take(MaxShown));
        var rest = _problems.Count > MaxShown ? $" and {_problems.Count - MaxShown} more" : "";
        throw new FormatException($"This is not a graph of KubeVirt's objectgraph subresource: {shown}{rest}.");
    }

    private void Visit(JsonElement node, ResourceId? parent, string pointer)
    {
        if (ReadId(MemberOf(node, "objectReference")) is not { } id)
        {
            _problems.Add($"'{pointer}/objectReference' names no object by kind and name");
            return;
        }

        var dependencyType = TextOf(MemberOf(node, "labels"), "kubevirt.io/dependency-type");
        var isOptional = MemberOf(node, "optional") is { ValueKind: JsonValueKind.True };
        _nodes.Add(new ObjectGraphNode(id, parent, dependencyType, isOptional));

        switch (MemberOf(node, "children"))
        {
            case null or { ValueKind: JsonValueKind.Null }:
                break;
            case { ValueKind: JsonValueKind.Array } children:
                PushChildren(children, id, pointer);
                break;
            default:
                _problems.Add($"'{pointer}/children' is not a list");
                break;
        }
    }

    private void PushChildren(JsonElement children, ResourceId parent, string pointer)
    {
        // In reverse, so that they come off the stack in order.
        foreach (var (i, child) in children.EnumerateArray().Index().Reverse())
            _open.Push((child, parent, $"{pointer}/children/{i.ToString(CultureInfo.InvariantCulture)}"));
    }

    private static ResourceId? ReadId(JsonElement? reference)
    {
        var kind = new GroupKind(TextOf(reference, "apiGroup") ?? "", TextOf(reference, "kind") ?? "");
        var name = TextOf(reference, "name");
        if (!kind.IsValid || !ResourceId.IsName(name))
            return null;

        var namespaceName = TextOf(reference, "namespace");
        // KubeVirt writes an empty namespace for a cluster-scoped object.
        if (string.IsNullOrEmpty(namespaceName))
            return new ResourceId(kind, null, name);

        return ResourceId.IsName(namespaceName) ? new ResourceId(kind, namespaceName, name) : null;
    }

    private static JsonElement? MemberOf(JsonElement? holder, string name) =>
        holder is { ValueKind: JsonValueKind.Object } value && value.TryGetProperty(name, out var member)
            ? member
            : null;

    private static string? TextOf(JsonElement? holder, string name) =>
        MemberOf(holder, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
}
