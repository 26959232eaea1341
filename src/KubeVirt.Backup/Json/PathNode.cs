using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace KubeVirt.Backup.Json;

/// <summary>A node of the tree that a table of paths is compiled to: what may stand below, and whether something is captured here.</summary>
internal sealed class PathNode(string path)
{
    private readonly List<(byte[] Name, PathNode Child)> _members = [];

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
            node = token == "*" ? node.Item ??= new PathNode(node.Path + "/*") : node.Member(token);
        node.Pattern = pattern;
    }

    /// <summary>What stands below the member whose name the reader is on.</summary>
    public PathNode? Find(ref Utf8JsonReader reader)
    {
        var raw = reader.ValueSpan;
        foreach (var (name, child) in CollectionsMarshal.AsSpan(_members))
        {
            if (reader.ValueIsEscaped ? reader.ValueTextEquals(name) : raw.SequenceEqual(name))
                return child;
        }

        return null;
    }

    private PathNode Member(string name)
    {
        var utf8 = Encoding.UTF8.GetBytes(name);
        foreach (var member in _members)
        {
            if (member.Name.AsSpan().SequenceEqual(utf8))
                return member.Child;
        }

        var child = new PathNode($"{Path}/{JsonPointer.Escape(name)}");
        _members.Add((utf8, child));
        return child;
    }
}
