using System.Text.Json;

namespace KubeVirt.Backup.Manifests;

/// <summary>
/// Writes one JSON value as YAML in block style, the way kubectl lays it out: dashes stand under their key.
/// </summary>
internal sealed class YamlEmitter(Utf8Buffer yaml)
{
    // YAML readers take a key for one only where its colon follows within 1024 characters, quotes and escapes included.
    private const int MaxSimpleKey = 128;
    private static readonly byte[] Blanks = [.. Enumerable.Repeat((byte)' ', 128)];

    private readonly Stack<(bool IsArray, int Indent)> _open = new();
    private byte[] _scratch = [];

    /// <summary>Whether the next line was begun already, by the dash of the list that holds it.</summary>
    private bool _inLine = true;

    public void Write(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = int.MaxValue });
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    WriteKey(Text(ref reader));
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    _open.Pop();
                    break;
                default:
                    WriteValue(ref reader);
                    break;
            }
        }
    }

    private void WriteValue(ref Utf8JsonReader reader)
    {
        var inArray = _open.TryPeek(out var parent) && parent.IsArray;
        if (inArray)
        {
            BeginLine(parent.Indent);
            yaml.Append((byte)'-');
        }

        if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
            WriteScalar(ref reader, parent.Indent);
        else if (IsEmpty(reader))
            WriteEmpty(ref reader);
        else
            Open(reader.TokenType == JsonTokenType.StartArray, inArray);
    }

    private void Open(bool isArray, bool inArray)
    {
        if (_open.Count == 0)
        {
            _open.Push((isArray, 0));
            return;
        }

        var indent = _open.Peek().Indent;
        _inLine = inArray;
        yaml.Append(inArray ? (byte)' ' : (byte)'\n');
        _open.Push((isArray, isArray && !inArray ? indent : indent + 2));
    }

    private void WriteEmpty(ref Utf8JsonReader reader)
    {
        Space();
        yaml.Append(reader.TokenType == JsonTokenType.StartArray ? "[]\n"u8 : "{}\n"u8);
        reader.Read();
    }

    private void WriteKey(ReadOnlySpan<byte> key)
    {
        var indent = _open.Peek().Indent;
        BeginLine(indent);
        if (key.Length <= MaxSimpleKey)
        {
            WriteInLine(key);
        }
        else
        {
            yaml.Append("? "u8);
            WriteInLine(key);
            yaml.Append((byte)'\n');
            Indent(indent);
        }

        yaml.Append((byte)':');
    }

    private void WriteScalar(ref Utf8JsonReader reader, int indent)
    {
        Space();
        if (reader.TokenType == JsonTokenType.String)
        {
            var text = Text(ref reader);
            if (_open.Count > 0 && YamlText.IsLiteral(text))
            {
                WriteLiteral(text, indent + 2);
                return;
            }

            WriteInLine(text);
        }
        else
        {
            // kubectl takes a number beyond a double for text; the tag makes it say so instead.
            if (reader.TokenType == JsonTokenType.Number && YamlNumbers.IsHuge(reader.ValueSpan))
                yaml.Append("!!float "u8);
            yaml.Append(reader.ValueSpan);
        }

        yaml.Append((byte)'\n');
    }

    private void WriteInLine(ReadOnlySpan<byte> text)
    {
        if (YamlText.IsPlain(text))
            yaml.Append(text);
        else
            YamlText.AppendQuoted(yaml, text);
    }

    private void WriteLiteral(ReadOnlySpan<byte> text, int indent)
    {
        var keep = text.EndsWith("\n\n"u8);
        yaml.Append(
            keep ? "|+\n"u8
            : text.EndsWith("\n"u8) ? "|\n"u8
            : "|-\n"u8
        );
        if (text.EndsWith("\n"u8))
            text = text[..^1];
        foreach (var line in text.Split((byte)'\n'))
        {
            if (!text[line].IsEmpty)
            {
                Indent(indent);
                yaml.Append(text[line]);
            }

            yaml.Append((byte)'\n');
        }
    }

    private void BeginLine(int indent)
    {
        if (!_inLine)
            Indent(indent);
        _inLine = false;
    }

    private void Indent(int count)
    {
        for (; count > 0; count -= Blanks.Length)
            yaml.Append(Blanks.AsSpan(0, Math.Min(count, Blanks.Length)));
    }

    private void Space()
    {
        if (_open.Count > 0)
            yaml.Append((byte)' ');
    }

    private static bool IsEmpty(Utf8JsonReader reader) =>
        reader.Read() && reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray;

    private ReadOnlySpan<byte> Text(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
            return reader.ValueSpan;
        if (_scratch.Length < reader.ValueSpan.Length)
            _scratch = new byte[reader.ValueSpan.Length * 2];
        return _scratch.AsSpan(0, reader.CopyString(_scratch));
    }
}
