using System.Text.Json;
using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Manifests;

/// <summary>Resolves the YAML merge keys (<c>&lt;&lt;</c>) of one mapping that has become a JSON object.</summary>
/// <remarks>
/// As kubectl does: what comes later wins, so a merge key at the head of its mapping gives way to the keys after it. Of
/// several mappings merged by one key the first wins.
/// </remarks>
internal sealed class MergeKeys
{
    private readonly List<Member> _members = [];
    private readonly Dictionary<string, int> _index = new(StringComparer.Ordinal);

    /// <summary>The object with its merge keys resolved.</summary>
    /// <param name="json">The object.</param>
    /// <param name="merges">The offsets of the merge keys, ascending.</param>
    /// <exception cref="YamlRefusedException">
    /// A merge key has a value that is no mapping and no list of them.
    /// </exception>
    public static byte[] Resolve(ReadOnlySpan<byte> json, List<int> merges)
    {
        var result = new MergeKeys();
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = int.MaxValue });
        reader.Read();

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isMerge = merges.BinarySearch((int)reader.TokenStartIndex) >= 0;
            var name = reader.GetString()!;
            reader.Read();
            if (isMerge)
                result.Merge(ref reader);
            else
                result.Set(new Member(name, ReadValue(ref reader), IsOwn: true));
        }

        return result.Write(json);
    }

    /// <summary>Sets the members of the mappings that a merge key leads to.</summary>
    private void Merge(ref Utf8JsonReader reader)
    {
        // A stack, so that the first mapping is set last and wins.
        var mappings = new Stack<List<Member>>();
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                mappings.Push(ReadMembers(ref reader));
        }
        else
        {
            mappings.Push(ReadMembers(ref reader));
        }

        foreach (var mapping in mappings)
        {
            foreach (var member in mapping)
                Set(member);
        }
    }

    /// <summary>Adds a member, or replaces the one of the same name: a mapping's own key stays its own.</summary>
    private void Set(Member member)
    {
        if (!_index.TryGetValue(member.Name, out var at))
        {
            _index[member.Name] = _members.Count;
            _members.Add(member);
            return;
        }

        var isOwn = _members[at].IsOwn;
        if (member.IsOwn && isOwn)
        {
            // Written twice in the mapping itself: both stay, so that the scanner finds the duplicate.
            _members.Add(member);
            return;
        }

        _members[at] = member with { IsOwn = member.IsOwn || isOwn };
    }

    /// <summary>The object of the members. Their values are copied from the JSON as they are.</summary>
    private byte[] Write(ReadOnlySpan<byte> json)
    {
        var result = new Utf8Buffer();
        foreach (var member in _members)
        {
            result.Append(result.Length == 0 ? (byte)'{' : (byte)',');
            result.AppendString(member.Name);
            result.Append((byte)':');
            result.Append(json[member.Value]);
        }

        result.Append(_members.Count == 0 ? "{}"u8 : "}"u8);
        return result.Written.ToArray();
    }

    /// <summary>The members of a mapping that is merged.</summary>
    private static List<Member> ReadMembers(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new YamlRefusedException(
                FindingIds.UnreadableManifest,
                "the merge key << has a value that is neither a mapping nor a list of mappings. "
                    + "Correct the value, or write \"<<\" in quotes if a plain key is meant."
            );
        }

        var members = new List<Member>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            members.Add(new Member(name, ReadValue(ref reader), IsOwn: false));
        }

        return members;
    }

    /// <summary>Where the value that the reader stands on begins and ends. Moves the reader to its end.</summary>
    private static Range ReadValue(ref Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();

        return start..(int)reader.BytesConsumed;
    }

    /// <param name="Name">The key, unescaped.</param>
    /// <param name="Value">Where its value stands in the JSON.</param>
    /// <param name="IsOwn">Whether the mapping has it itself, and not by a merge key.</param>
    private readonly record struct Member(string Name, Range Value, bool IsOwn);
}
