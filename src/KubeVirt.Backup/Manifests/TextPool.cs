using System.Text;
using System.Text.Json;

namespace KubeVirt.Backup.Manifests;

/// <summary>
/// Keeps one string for each of the few texts that stand in every object: apiVersions, kinds, namespaces.
/// </summary>
/// <remarks>One pool serves one file, so it needs no lock. Not safe to share between threads.</remarks>
internal sealed class TextPool
{
    // What is longer is none of the texts that repeat, and does not fit on the stack.
    private const int MaxLength = 256;
    private readonly HashSet<string> _texts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _groups = new(StringComparer.Ordinal);

    /// <summary>The group of an apiVersion; the same string for equal ones.</summary>
    public string GroupOf(string apiVersion)
    {
        if (!_groups.TryGetValue(apiVersion, out var group))
        {
            group = GroupKind.GroupOf(apiVersion);
            _groups.Add(apiVersion, group);
        }

        return group;
    }

    /// <summary>The value of the string token that the reader stands on.</summary>
    public string Get(ref Utf8JsonReader reader)
    {
        if (reader.ValueIsEscaped || reader.ValueSpan.Length > MaxLength)
            return reader.GetString()!;

        Span<char> buffer = stackalloc char[MaxLength];
        var text = buffer[..Encoding.UTF8.GetChars(reader.ValueSpan, buffer)];
        var lookup = _texts.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!lookup.TryGetValue(text, out var pooled))
        {
            pooled = new string(text);
            _texts.Add(pooled);
        }

        return pooled;
    }
}
