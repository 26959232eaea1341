using System.Runtime.InteropServices;
using System.Text;
using KubeVirt.Backup.Findings;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace KubeVirt.Backup.Manifests;

/// <summary>Reads a stream of YAML documents. Each becomes JSON of its own; a syntax error ends the file.</summary>
internal sealed class YamlManifest(ReadOnlyMemory<byte> content, string file, ManifestOptions options, ManifestCollector collector, CancellationToken cancellationToken)
{
    private int _document;
    private int _linesBefore;
    private int _line;
    private bool _inDocument;
    private YamlLines? _lines;
    private YamlConverter? _converter;

    public void Read()
    {
        var valid = ManifestText.ValidLength(content.Span);
        // The document in which a byte is not UTF-8 is lost; a document starts at the start of a line and nowhere else.
        var text = valid == content.Length ? content : content[..(content.Span[..valid].LastIndexOf("\n---"u8) + 1)];
        try
        {
            while (!text.IsEmpty)
                text = ReadSome(text);
            if (valid < content.Length)
                Report(FindingIds.UnreadableManifest, content.Span[..valid].Count((byte)'\n') + 1, ManifestText.NotUtf8);
        }
        catch (YamlException e)
        {
            Report(FindingIds.UnreadableManifest, _linesBefore + Math.Max(_line, (int)e.Start.Line), $"the YAML breaks off: {e.Message.TrimEnd('.')}. {ManifestText.KeptBefore}");
        }
    }

    /// <summary>Reads until the end or until a document is refused; returns the text that is still to read.</summary>
    private ReadOnlyMemory<byte> ReadSome(ReadOnlyMemory<byte> text)
    {
        using var reader = new StreamReader(AsStream(text), new UTF8Encoding(false), detectEncodingFromByteOrderMarks: false);
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
                Report(e.FindingId, _linesBefore + (int)current.Start.Line, e.Message);
                _inDocument = false;
                return AfterDocument(text, (int)current.Start.Line);
            }
        }

        return default;
    }

    // Some faulty texts make the parser fail otherwise than with its own exception.
    private static bool MoveNext(Parser parser)
    {
        try
        {
            return parser.MoveNext();
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or IndexOutOfRangeException or NullReferenceException)
        {
            throw new YamlException(parser.Current?.End ?? Mark.Empty, parser.Current?.End ?? Mark.Empty, "after this the text is no YAML", e);
        }
    }

    private void Visit(ParsingEvent current)
    {
        switch (current)
        {
            case DocumentStart:
                (_document, _inDocument) = (_document + 1, true);
                _lines = new YamlLines(_linesBefore);
                _converter = new YamlConverter(options, _lines);
                break;
            case DocumentEnd:
                _inDocument = false;
                new ManifestDocument(_converter!.ToJson(), _lines!, file, options, collector, cancellationToken).Read(_document, allowArray: false);
                break;
            default:
                _converter?.Add(current);
                break;
        }
    }

    /// <summary>
    /// What follows the document around a line. Found in the text, as the parser takes quadratic time to get through deep nesting.
    /// </summary>
    private ReadOnlyMemory<byte> AfterDocument(ReadOnlyMemory<byte> text, int line)
    {
        var span = text.Span;
        var offset = JsonLines.OffsetOf(span, line - 1, 0);
        while (span[offset..].IndexOf((byte)'\n') is >= 0 and var end)
        {
            offset += end + 1;
            if (!IsSeparator(span[offset..]))
                continue;
            if (span[offset] == '.')
                offset += span[offset..].IndexOf((byte)'\n') is >= 0 and var rest ? rest + 1 : span.Length - offset;
            _line = 0;
            _linesBefore += span[..offset].Count((byte)'\n');
            return text[offset..];
        }

        return default;
    }

    private static bool IsSeparator(ReadOnlySpan<byte> text) =>
        (text.StartsWith("---"u8) || text.StartsWith("..."u8)) && (text.Length == 3 || text[3] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n');

    private void Report(string id, int line, string problem) =>
        collector.Report(id, new Location(file, _inDocument ? _document : _document + 1, line), problem);

    private static MemoryStream AsStream(ReadOnlyMemory<byte> text) => MemoryMarshal.TryGetArray(text, out var array)
        ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
        : new MemoryStream(text.ToArray(), writable: false);
}
