using System.Text.Json;
using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Manifests;

/// <summary>Resolves the merge keys of one mapping that has become a JSON object.</summary>
/// <remarks>
/// As kubectl does: what comes later wins, so a merge key at the head of its mapping gives way to the keys after it. Of
/// several mappings merged by one key the first wins.
/// </remarks>
internal sealed class MergeKeys
{
    private readonly List<(string Name, Range Value, bool IsOwn)> _members = [];
    private readonly Dictionary<string, int> _index = new(StringComparer.Ordinal);

    /// <summary>The object with its merge keys resolved, which stand at the given offsets.</summary>
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
                result.Set(name, ValueOf(ref reader), isOwn: true);
        }

        return result.Write(json);
    }

    private void Merge(ref Utf8JsonReader reader)
    {
        var mappings = new Stack<List<(string Name, Range Value)>>();
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                mappings.Push(MembersOf(ref reader));
        }
        else
        {
            mappings.Push(MembersOf(ref reader));
        }

        foreach (var (name, value) in mappings.SelectMany(mapping => mapping))
            Set(name, value, isOwn: false);
    }

    private void Set(string name, Range value, bool isOwn)
    {
        if (!_index.TryGetValue(name, out var at))
        {
            _index[name] = _members.Count;
            _members.Add((name, value, isOwn));
        }
        else if (isOwn && _members[at].IsOwn)
        {
            // Written twice in the mapping itself: both stay, for the duplicate to be found.
            _members.Add((name, value, isOwn));
        }
        else
        {
            _members[at] = (name, value, isOwn || _members[at].IsOwn);
        }
    }

    private byte[] Write(ReadOnlySpan<byte> json)
    {
        var result = new Utf8Buffer();
        foreach (var (name, value, _) in _members)
        {
            result.Append(result.Length == 0 ? (byte)'{' : (byte)',');
            result.AppendString(name);
            result.Append((byte)':');
            result.Append(json[value]);
        }

        result.Append(_members.Count == 0 ? "{}"u8 : "}"u8);
        return result.Written.ToArray();
    }

    private static List<(string Name, Range Value)> MembersOf(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new YamlRefusedException(
                FindingIds.UnreadableManifest,
                "the merge key << takes a mapping or a list of mappings. Write \"<<\" in quotes if a plain key is meant."
            );
        var members = new List<(string, Range)>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            members.Add((name, ValueOf(ref reader)));
        }

        return members;
    }

    private static Range ValueOf(ref Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return start..(int)reader.BytesConsumed;
    }
}
