using System.Runtime.InteropServices;
using System.Text;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Json;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace KubeVirt.Backup.Manifests;

/// <summary>Reads a stream of YAML documents. Each becomes JSON of its own; a syntax error ends the file.</summary>
/// <param name="content">The text.</param>
/// <param name="start">Where it begins: its file, the number of its first document, its first line.</param>
/// <param name="options">How it is read.</param>
/// <param name="collector">Takes what is found.</param>
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
                Report(
                    FindingIds.UnreadableManifest,
                    start.Line + content.Span[..valid].Count((byte)'\n'),
                    ManifestText.NotUtf8
                );
        }
        catch (YamlException e)
        {
            Report(
                FindingIds.UnreadableManifest,
                _linesBefore + Math.Max(_line, (int)e.Start.Line),
                $"the YAML breaks off: {e.Message.TrimEnd('.')}. {ManifestText.KeptBefore}"
            );
        }
    }

    /// <summary>Reads until the end or until a document is refused; returns the text that is still to read.</summary>
    private ReadOnlyMemory<byte> ReadSome(ReadOnlyMemory<byte> text)
    {
        using var reader = new StreamReader(
            AsStream(text),
            new UTF8Encoding(false),
            detectEncodingFromByteOrderMarks: false
        );
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
        catch (Exception e)
            when (e
                    is InvalidOperationException
                        or ArgumentException
                        or IndexOutOfRangeException
                        or NullReferenceException
            )
        {
            throw new YamlException(
                parser.Current?.End ?? Mark.Empty,
                parser.Current?.End ?? Mark.Empty,
                "after this the text is no YAML",
                e
            );
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
                AddDocument(_converter!.ToJson());
                break;
            default:
                _converter?.Add(current);
                break;
        }
    }

    private void AddDocument(ReadOnlyMemory<byte> json) =>
        new ManifestDocument(
            json,
            _lines!,
            start.File,
            options,
            options.DropManagedFields ? new JsonPack(json.Length) : null,
            collector.Texts,
            cancellationToken
        ).Read(_document, allowArray: false, collector);

    /// <summary>
    /// What follows the document around a line. Found in the text, as the parser takes quadratic time to get through
    /// deep nesting.
    /// </summary>
    private ReadOnlyMemory<byte> AfterDocument(ReadOnlyMemory<byte> text, int line)
    {
        var span = text.Span;
        var offset = JsonLines.OffsetOf(span, line - 1, 0);
        while (span[offset..].IndexOf((byte)'\n') is >= 0 and var end)
        {
            offset += end + 1;
            if (!ManifestText.IsSeparator(span[offset..]))
                continue;
            if (span[offset] == '.')
                offset += span[offset..].IndexOf((byte)'\n') is >= 0 and var rest ? rest + 1 : span.Length - offset;
            _line = 0;
            _linesBefore += span[..offset].Count((byte)'\n');
            return text[offset..];
        }

        return default;
    }

    private void Report(string id, int line, string problem) =>
        collector.Report(id, new Location(start.File, _inDocument ? _document : _document + 1, line), problem);

    private static MemoryStream AsStream(ReadOnlyMemory<byte> text) =>
        MemoryMarshal.TryGetArray(text, out var array)
            ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
            : new MemoryStream(text.ToArray(), writable: false);
}
