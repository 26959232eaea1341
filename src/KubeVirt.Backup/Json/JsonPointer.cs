namespace KubeVirt.Backup.Json;

/// <summary>Builds and splits JSON pointers (RFC 6901).</summary>
internal static class JsonPointer
{
    public static string Escape(string token) =>
        token.AsSpan().ContainsAny('~', '/') ? token.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal) : token;

    public static string Unescape(string token) =>
        token.Contains('~', StringComparison.Ordinal) ? token.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal) : token;

    /// <summary>The tokens of a pointer, unescaped.</summary>
    /// <exception cref="FormatException">The text is neither empty nor begins with a slash.</exception>
    public static string[] Split(string pointer)
    {
        ArgumentNullException.ThrowIfNull(pointer);
        if (pointer.Length == 0)
            return [];
        return pointer[0] == '/'
            ? [.. pointer[1..].Split('/').Select(Unescape)]
            : throw new FormatException($"'{pointer}' is not a JSON pointer: it is empty or begins with a slash.");
    }

    /// <summary>The pointer to what holds this one; empty for a top-level member.</summary>
    public static string Parent(string pointer) => pointer[..pointer.LastIndexOf('/')];
}
