using System.Text.Json;
using System.Text.Unicode;

namespace KubeVirt.Backup.Json;

/// <summary>
/// Names and texts that can be decoded. The grammar of JSON accepts half of a surrogate pair, and the reader does not
/// look at bytes that it passes over: whoever reads the text later throws.
/// </summary>
internal static class JsonTexts
{
    /// <summary>What is wrong where they cannot be decoded, as a part of a sentence.</summary>
    public const string Problem = "half of a surrogate pair, or a byte that is not UTF-8, is no character";

    /// <summary>Whether all names and texts can be decoded.</summary>
    /// <param name="json">The JSON in UTF-8.</param>
    /// <param name="maxDepth">The deepest nesting that is read.</param>
    /// <remarks>Reads the whole text once, and keeps nothing of it.</remarks>
    /// <exception cref="JsonException">It is no JSON, or nested more deeply than is read.</exception>
    public static bool AreWhole(ReadOnlySpan<byte> json, int maxDepth = JsonLimits.MaxDepth)
    {
        if (!Utf8.IsValid(json))
            return false;

        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = maxDepth });
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.PropertyName or JsonTokenType.String && !IsWhole(ref reader))
                return false;
        }

        return true;
    }

    /// <summary>Whether the name or text that the reader stands on can be decoded; the bytes are UTF-8.</summary>
    public static bool IsWhole(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
            return true;
        // Only an escape can stand for half of a pair: \ud800 to \udfff.
        if (reader.ValueSpan.IndexOf("\\ud"u8) < 0 && reader.ValueSpan.IndexOf("\\uD"u8) < 0)
            return true;

        try
        {
            reader.GetString();
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
