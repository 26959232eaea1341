using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace KubeVirt.Backup.Json;

/// <summary>
/// A node of the tree that a <see cref="PathTable"/> is compiled to: which members or items may stand below, and
/// whether a pattern ends here.
/// </summary>
/// <param name="path">The pattern that leads here.</param>
/// <param name="name">The member's name in UTF-8; empty for the root and for items of lists.</param>
internal sealed class PathNode(string path, byte[] name)
{
    private readonly List<PathNode> _members = [];

    /// <summary>The member's name in UTF-8; empty for the root and for items of lists.</summary>
    public ReadOnlySpan<byte> Name => name;

    /// <summary>The pattern that leads here.</summary>
    public string Path { get; } = path;

    /// <summary>Number of the pattern that ends here, or -1.</summary>
    public int Pattern { get; private set; } = -1;

    /// <summary>The node of each item, where a list is expected; otherwise <see langword="null"/>.</summary>
    public PathNode? Item { get; private set; }

    /// <summary>Whether a pattern ends here, so that the value is a match.</summary>
    public bool IsLeaf => Pattern >= 0;

    /// <summary>How many members are looked at; more than none where an object is expected.</summary>
    public int MemberCount => _members.Count;

    /// <summary>Adds the nodes of a pattern below this one.</summary>
    /// <param name="tokens">The tokens of the pattern; a star stands for every item of a list.</param>
    /// <param name="pattern">The number of the pattern.</param>
    public void Add(ReadOnlySpan<string> tokens, int pattern)
    {
        var node = this;
        foreach (var token in tokens)
            node = token == "*" ? node.ItemOrNew() : node.MemberOrNew(token);

        node.Pattern = pattern;
    }

    /// <summary>
    /// The node of the member whose name the reader is on; <see langword="null"/> where it is not looked at.
    /// </summary>
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

    /// <summary>The node of a member by its name in UTF-8.</summary>
    public PathNode? Find(ReadOnlySpan<byte> name)
    {
        foreach (var member in CollectionsMarshal.AsSpan(_members))
        {
            if (name.SequenceEqual(member.Name))
                return member;
        }

        return null;
    }

    /// <summary>The node of the member whose key stands at an offset and is written without an escape.</summary>
    public PathNode? FindAt(ReadOnlySpan<byte> json, int key)
    {
        foreach (var member in CollectionsMarshal.AsSpan(_members))
        {
            if (MemberIndex.IsKey(json, key, member.Name))
                return member;
        }

        return null;
    }

    private PathNode ItemOrNew() => Item ??= new PathNode(Path + "/*", []);

    /// <summary>The node of a member, created where it is new.</summary>
    private PathNode MemberOrNew(string token)
    {
        var utf8 = Encoding.UTF8.GetBytes(token);
        if (Find(utf8) is { } known)
            return known;

        var child = new PathNode($"{Path}/{JsonPointer.Escape(token)}", utf8);
        _members.Add(child);

        return child;
    }
}
