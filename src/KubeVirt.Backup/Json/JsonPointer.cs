using System.Collections.Concurrent;

namespace KubeVirt.Backup.Json;

/// <summary>
/// Builds and splits JSON pointers (RFC 6901), such as <see cref="Resource.At"/> takes: a step is escaped before it is
/// put behind a slash.
/// </summary>
public static class JsonPointer
{
    // Pointers that users make up must not fill the memory of a process that runs for months.
    private const int MaxKnown = 1024;
    private static readonly ConcurrentDictionary<string, string[]> Known = new(StringComparer.Ordinal);

    /// <summary>A name as a step of a pointer: <c>~</c> becomes <c>~0</c>, and <c>/</c> becomes <c>~1</c>.</summary>
    /// <param name="token">The name of a member, such as the key of an annotation.</param>
    public static string Escape(string token)
    {
        ArgumentNullException.ThrowIfNull(token);

        return token.AsSpan().ContainsAny('~', '/')
            ? token.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)
            : token;
    }

    /// <summary>The name that a step of a pointer stands for: what <see cref="Escape"/> turns back.</summary>
    /// <param name="token">One step, without slashes.</param>
    public static string Unescape(string token)
    {
        ArgumentNullException.ThrowIfNull(token);

        return token.Contains('~', StringComparison.Ordinal)
            ? token.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)
            : token;
    }

    /// <summary>
    /// The tokens of a pointer, unescaped. The caller must not change the array: all objects are asked for the same few
    /// pointers, so their tokens are kept and shared.
    /// </summary>
    /// <exception cref="FormatException">The text is neither empty nor begins with a slash.</exception>
    internal static string[] Split(string pointer)
    {
        ArgumentNullException.ThrowIfNull(pointer);
        if (Known.TryGetValue(pointer, out var known))
            return known;

        if (pointer.Length == 0)
            return [];
        if (pointer[0] != '/')
            throw new FormatException($"'{pointer}' is not a JSON pointer. It must be empty or begin with a slash.");

        var tokens = Array.ConvertAll(pointer[1..].Split('/'), Unescape);
        if (Known.Count < MaxKnown)
            Known.TryAdd(pointer, tokens);

        return tokens;
    }

    /// <summary>The pointer to what holds this one; empty for a top-level member.</summary>
    internal static string Parent(string pointer) => pointer[..pointer.LastIndexOf('/')];
}
