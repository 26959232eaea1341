using System.Runtime.InteropServices;
using System.Text;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Json;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace KubeVirt.Backup.Manifests;

/// <summary>
/// Reads a text of YAML documents. Each becomes JSON of its own. A document that is refused costs only itself; a syntax
/// error ends the file.
/// </summary>
/// <param name="content">The text.</param>
/// <param name="start">Where it begins: its file, the number of its first document, its first line.</param>
/// <param name="options">How it is read.</param>
/// <param name="collector">Takes the objects and findings.</param>
/// <param name="cancellationToken">Stops the reading.</param>
internal sealed class YamlManifest(
    ReadOnlyMemory<byte> content,
    Location start,
    ManifestOptions options,
    ManifestCollector collector,
    CancellationToken cancellationToken
)
{
    private int _document = start.Document - 1;
    private int _linesBefore = start.Line - 1;
    private int _line;
    private bool _isInDocument;
    private YamlLines? _lines;
    private YamlConverter? _converter;

    /// <summary>Reads the whole text.</summary>
    public void Read()
    {
        var validLength = ManifestText.ValidLength(content.Span);
        var isUtf8 = validLength == content.Length;
        // A document with a byte that is not UTF-8 is lost. Documents begin only at the start of a line.
        var text = isUtf8 ? content : content[..(content.Span[..validLength].LastIndexOf("\n---"u8) + 1)];
        try
        {
            while (!text.IsEmpty)
                text = ReadToRefusal(text);

            if (!isUtf8)
            {
                var line = start.Line + content.Span[..validLength].Count((byte)'\n');
                Report(FindingIds.UnreadableManifest, line, ManifestText.NotUtf8);
            }
        }
        catch (YamlException e)
        {
            var line = _linesBefore + Math.Max(_line, (int)e.Start.Line);
            // The parser's own words can quote what stands there, which may be a secret.
            var reason =
                $"the YAML breaks off at column {e.Start.Column}: what stands there does not fit its structure.";
            Report(FindingIds.UnreadableManifest, line, $"{reason} {ManifestText.KeptBefore}");
        }
    }

    /// <summary>
    /// Reads to the end or until a document is refused, and returns the text that is still to be read.
    /// </summary>
    private ReadOnlyMemory<byte> ReadToRefusal(ReadOnlyMemory<byte> text)
    {
        var encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        using var reader = new StreamReader(AsStream(text), encoding, detectEncodingFromByteOrderMarks: false);
        var parser = new Parser(new Scanner(reader, skipComments: true));

        while (MoveNext(parser))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var current = parser.Current!;
            _line = (int)current.End.Line;
            try
            {
                Visit(current);
            }
            catch (YamlRefusedException e)
            {
                var line = (int)current.Start.Line;
                Report(e.FindingId, _linesBefore + line, e.Message);
                _isInDocument = false;
                return AfterDocument(text, line);
            }
        }

        return default;
    }

    /// <summary>Moves the parser. Some faulty texts make it fail with other exceptions than its own.</summary>
    private static bool MoveNext(Parser parser)
    {
        try
        {
            return parser.MoveNext();
        }
        catch (Exception e)
            when (e
                    is InvalidOperationException
                        or ArgumentException
                        or IndexOutOfRangeException
                        or NullReferenceException
            )
        {
            var end = parser.Current?.End ?? Mark.Empty;
            throw new YamlException(end, end, "after this the text is not YAML", e);
        }
    }

    /// <summary>Passes an event to the converter of its document, and adds the document when it ends.</summary>
    private void Visit(ParsingEvent current)
    {
        switch (current)
        {
            case DocumentStart:
                _document++;
                _isInDocument = true;
                _lines = new YamlLines(_linesBefore);
                _converter = new YamlConverter(options, _lines);
                break;
            case DocumentEnd:
                _isInDocument = false;
                AddDocument(_converter!.ToJson());
                break;
            default:
                _converter?.Add(current);
                break;
        }
    }

    /// <summary>Reads the JSON that a document has become, with the line numbers of the YAML.</summary>
    private void AddDocument(ReadOnlyMemory<byte> json)
    {
        var pack = options.DropManagedFields ? new JsonPack(json.Length) : null;
        var document = new ManifestDocument(
            json,
            _lines!,
            start.File,
            options,
            pack,
            collector.Texts,
            cancellationToken
        );
        document.Read(_document, allowArray: false, collector);
    }

    /// <summary>
    /// The text that follows the document around a line. It is searched in the bytes, since the parser needs quadratic
    /// time to get through deep nesting.
    /// </summary>
    private ReadOnlyMemory<byte> AfterDocument(ReadOnlyMemory<byte> text, int line)
    {
        var span = text.Span;
        var offset = JsonLines.OffsetOf(span, line - 1, 0);
        while (LengthOfLine(span[offset..]) is var length && length > 0)
        {
            offset += length;
            if (!ManifestText.IsSeparator(span[offset..]))
                continue;

            // Three dots only end the document; the next one begins in the line behind them.
            if (span[offset] == '.')
                offset += LengthOfLine(span[offset..]) is > 0 and var dots ? dots : span.Length - offset;

            _line = 0;
            _linesBefore += span[..offset].Count((byte)'\n');
            return text[offset..];
        }

        return default;
    }

    /// <summary>The length of the first line with its line break; 0 where there is no line break.</summary>
    private static int LengthOfLine(ReadOnlySpan<byte> text) => text.IndexOf((byte)'\n') + 1;

    /// <summary>Reports an error at a line of the file. Between two documents it belongs to the next one.</summary>
    private void Report(string id, int line, string problem) =>
        collector.Report(id, new Location(start.File, _isInDocument ? _document : _document + 1, line), problem);

    /// <summary>The text as a stream, without a copy where it is an array.</summary>
    private static MemoryStream AsStream(ReadOnlyMemory<byte> text) =>
        MemoryMarshal.TryGetArray(text, out var array)
            ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
            : new MemoryStream(text.ToArray(), writable: false);
}
