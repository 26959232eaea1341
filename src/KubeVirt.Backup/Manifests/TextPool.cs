using System.Text;
using System.Text.Json;

namespace KubeVirt.Backup.Manifests;

/// <summary>
/// Keeps one string for each of the few texts that stand in every object: apiVersions, kinds, namespaces.
/// </summary>
internal sealed class TextPool
{
    private const int MaxLength = 256;
    private readonly HashSet<string> _texts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _groups = new(StringComparer.Ordinal);

    /// <summary>The group of an apiVersion.</summary>
    public string GroupOf(string apiVersion)
    {
        if (!_groups.TryGetValue(apiVersion, out var group))
            _groups.Add(apiVersion, group = GroupKind.GroupOf(apiVersion));
        return group;
    }

    /// <summary>The string token the reader stands on.</summary>
    public string Get(ref Utf8JsonReader reader)
    {
        if (reader.ValueIsEscaped || reader.ValueSpan.Length > MaxLength)
            return reader.GetString()!;
        Span<char> buffer = stackalloc char[MaxLength];
        var text = buffer[..Encoding.UTF8.GetChars(reader.ValueSpan, buffer)];
        var lookup = _texts.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!lookup.TryGetValue(text, out var pooled))
            _texts.Add(pooled = new string(text));
        return pooled;
    }
}
