using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace KubeVirt.Backup.Json;

/// <summary>
/// A node of the tree that a table of paths is compiled to: what may stand below, and whether something is captured
/// here.
/// </summary>
internal sealed class PathNode(string path, byte[] name)
{
    private readonly List<PathNode> _members = [];

    /// <summary>The member's name; empty for what is none.</summary>
    public ReadOnlySpan<byte> Name => name;

    /// <summary>The pattern that leads here.</summary>
    public string Path { get; } = path;

    /// <summary>Index of the pattern that ends here, or -1.</summary>
    public int Pattern { get; private set; } = -1;

    /// <summary>What stands below each item, where an array is expected.</summary>
    public PathNode? Item { get; private set; }

    public bool IsLeaf => Pattern >= 0;

    public int MemberCount => _members.Count;

    public void Add(ReadOnlySpan<string> tokens, int pattern)
    {
        var node = this;
        foreach (var token in tokens)
            node = token == "*" ? node.Item ??= new PathNode(node.Path + "/*", []) : node.Member(token);
        node.Pattern = pattern;
    }

    /// <summary>What stands below the member whose name the reader is on.</summary>
    public PathNode? Find(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
            return Find(reader.ValueSpan);
        foreach (var member in _members)
        {
            if (reader.ValueTextEquals(member.Name))
                return member;
        }

        return null;
    }

    /// <summary>What stands below a member.</summary>
    public PathNode? Find(ReadOnlySpan<byte> name)
    {
        foreach (var member in CollectionsMarshal.AsSpan(_members))
        {
            if (name.SequenceEqual(member.Name))
                return member;
        }

        return null;
    }

    /// <summary>What stands below the member whose key, written without an escape, stands there.</summary>
    public PathNode? FindAt(ReadOnlySpan<byte> json, int key)
    {
        foreach (var member in CollectionsMarshal.AsSpan(_members))
        {
            if (Outline.IsKey(json, key, member.Name))
                return member;
        }

        return null;
    }

    private PathNode Member(string token)
    {
        var utf8 = Encoding.UTF8.GetBytes(token);
        if (Find(utf8) is { } known)
            return known;
        var child = new PathNode($"{Path}/{JsonPointer.Escape(token)}", utf8);
        _members.Add(child);
        return child;
    }
}
