using System.Text.Json;

namespace KubeVirt.Backup.Manifests;

/// <summary>
/// Writes one JSON value as YAML in block style, laid out as kubectl does it: the dashes of a list stand under its key.
/// </summary>
/// <param name="yaml">Takes the text.</param>
internal sealed class YamlEmitter(Utf8Buffer yaml)
{
    // YAML readers recognize a key only if its colon follows within 1024 characters, quotes and escapes included. A
    // byte
    // takes at most 6 characters when it is escaped.
    private const int MaxSimpleKey = 128;
    private static readonly byte[] Blanks = [.. Enumerable.Repeat((byte)' ', 128)];

    private readonly Stack<(bool IsList, int Indent)> _open = new();
    private byte[] _unescaped = [];

    // Whether the next line has begun already, behind the dash of the list that holds it.
    private bool _isLineOpen = true;

    /// <summary>Writes the value with a line break at its end.</summary>
    public void Write(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = int.MaxValue });
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    WriteKey(TextOf(ref reader));
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

    /// <summary>Writes a value, behind a dash where it is an item of a list.</summary>
    private void WriteValue(ref Utf8JsonReader reader)
    {
        var isInList = _open.TryPeek(out var parent) && parent.IsList;
        if (isInList)
        {
            BeginLine(parent.Indent);
            yaml.Append((byte)'-');
        }

        if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
            WriteScalar(ref reader, parent.Indent);
        else if (IsEmpty(reader))
            WriteEmpty(ref reader);
        else
            Open(isList: reader.TokenType == JsonTokenType.StartArray, isInList);
    }

    /// <summary>Opens an object or a list that is not empty, and decides how far its lines are indented.</summary>
    private void Open(bool isList, bool isInList)
    {
        if (_open.Count == 0)
        {
            _open.Push((isList, 0));
            return;
        }

        // What is inside of a list goes on in the line of its dash.
        _isLineOpen = isInList;
        yaml.Append(isInList ? (byte)' ' : (byte)'\n');

        var indent = _open.Peek().Indent;
        var isUnderKey = isList && !isInList;
        _open.Push((isList, isUnderKey ? indent : indent + 2));
    }

    /// <summary>Writes an empty object or list in flow style; block style has no way to write one.</summary>
    private void WriteEmpty(ref Utf8JsonReader reader)
    {
        AppendSpace();
        yaml.Append(reader.TokenType == JsonTokenType.StartArray ? "[]\n"u8 : "{}\n"u8);
        reader.Read();
    }

    /// <summary>
    /// Writes a key and its colon. A long key is written in YAML's explicit form, behind a question mark.
    /// </summary>
    private void WriteKey(ReadOnlySpan<byte> key)
    {
        var indent = _open.Peek().Indent;
        BeginLine(indent);
        if (key.Length <= MaxSimpleKey)
        {
            AppendText(key);
        }
        else
        {
            yaml.Append("? "u8);
            AppendText(key);
            yaml.Append((byte)'\n');
            AppendIndent(indent);
        }

        yaml.Append((byte)':');
    }

    /// <summary>Writes a string, number, boolean or null, and ends the line.</summary>
    private void WriteScalar(ref Utf8JsonReader reader, int indent)
    {
        AppendSpace();
        if (reader.TokenType == JsonTokenType.String)
        {
            var text = TextOf(ref reader);
            if (_open.Count > 0 && YamlText.IsLiteral(text))
            {
                WriteLiteral(text, indent + 2);
                return;
            }

            AppendText(text);
        }
        else
        {
            // Kubectl reads a number beyond a double as text. With the tag it reports an error instead.
            if (reader.TokenType == JsonTokenType.Number && YamlNumbers.IsHuge(reader.ValueSpan))
                yaml.Append("!!float "u8);
            yaml.Append(reader.ValueSpan);
        }

        yaml.Append((byte)'\n');
    }

    /// <summary>Appends a string in one line, in quotes where it needs them.</summary>
    private void AppendText(ReadOnlySpan<byte> text)
    {
        if (YamlText.IsPlain(text))
            yaml.Append(text);
        else
            YamlText.AppendQuoted(yaml, text);
    }

    /// <summary>Writes a string of several lines as a literal block, each line indented.</summary>
    private void WriteLiteral(ReadOnlySpan<byte> text, int indent)
    {
        // The header decides what happens to the line breaks at the end: keep all, keep one, remove all.
        if (text.EndsWith("\n\n"u8))
            yaml.Append("|+\n"u8);
        else if (text.EndsWith("\n"u8))
            yaml.Append("|\n"u8);
        else
            yaml.Append("|-\n"u8);

        if (text.EndsWith("\n"u8))
            text = text[..^1];
        foreach (var line in text.Split((byte)'\n'))
        {
            if (!text[line].IsEmpty)
            {
                AppendIndent(indent);
                yaml.Append(text[line]);
            }

            yaml.Append((byte)'\n');
        }
    }

    /// <summary>Indents a new line, unless a dash has begun it.</summary>
    private void BeginLine(int indent)
    {
        if (!_isLineOpen)
            AppendIndent(indent);
        _isLineOpen = false;
    }

    private void AppendIndent(int count)
    {
        for (; count > 0; count -= Blanks.Length)
            yaml.Append(Blanks.AsSpan(0, Math.Min(count, Blanks.Length)));
    }

    /// <summary>Appends the blank behind a colon or a dash. A value at the top has neither.</summary>
    private void AppendSpace()
    {
        if (_open.Count > 0)
            yaml.Append((byte)' ');
    }

    // The reader is a copy, so that looking ahead does not move the caller's.
    private static bool IsEmpty(Utf8JsonReader reader) =>
        reader.Read() && reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray;

    /// <summary>The string that the reader stands on, unescaped. Valid until the next call.</summary>
    private ReadOnlySpan<byte> TextOf(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
            return reader.ValueSpan;

        if (_unescaped.Length < reader.ValueSpan.Length)
            _unescaped = new byte[reader.ValueSpan.Length * 2];
        var length = reader.CopyString(_unescaped);

        return _unescaped.AsSpan(0, length);
    }
}
