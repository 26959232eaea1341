using System.Globalization;
using System.Text.Json;

namespace KubeVirt.Backup.Json;

/// <summary>Where the texts of a JSON document stand in its bytes, found in one pass.</summary>
internal static class TextRanges
{
    /// <summary>All texts that are values, in their order.</summary>
    /// <param name="json">The document.</param>
    /// <returns>The pointer to each, the text, and its bytes with the quotes.</returns>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static IReadOnlyList<(string Pointer, string Text, Range Bytes)> Find(ReadOnlySpan<byte> json)
    {
        var texts = new List<(string, string, Range)>();
        var open = new Stack<Container>();
        var pointer = "";
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = JsonLimits.MaxDepth });
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    pointer = $"{open.Peek().Pointer}/{JsonPointer.Escape(reader.GetString()!)}";
                    continue;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    open.Pop();
                    continue;
            }

            if (open.TryPeek(out var around) && around.IsList)
                pointer = around.NextItem();
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                open.Push(new Container(pointer, reader.TokenType == JsonTokenType.StartArray));
            if (reader.TokenType == JsonTokenType.String)
                texts.Add((pointer, reader.GetString()!, (int)reader.TokenStartIndex..(int)reader.BytesConsumed));
        }

        return texts;
    }

    /// <summary>An object or a list that is being read.</summary>
    private sealed class Container(string pointer, bool isList)
    {
        private int _items;

        public string Pointer => pointer;

        public bool IsList => isList;

        /// <summary>The pointer to the next item of a list.</summary>
        public string NextItem() => $"{pointer}/{(_items++).ToString(CultureInfo.InvariantCulture)}";
    }
}
