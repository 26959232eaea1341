using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Manifests;

/// <summary>Reads a text that begins as JSON does: JSON, or YAML in flow style.</summary>
internal sealed class JsonManifest(
    ReadOnlyMemory<byte> content,
    string file,
    ManifestOptions options,
    ManifestCollector collector,
    CancellationToken cancellationToken
)
{
    public void Read()
    {
        cancellationToken.ThrowIfCancellationRequested();
        var valid = ManifestText.ValidLength(content.Span);
        var text = content[..valid];
        var pack = options.DropManagedFields ? new JsonPack(text.Length) : null;
        var document = new ManifestDocument(
            text,
            new JsonLines(text),
            file,
            options,
            pack,
            collector.Texts,
            cancellationToken
        );
        if (document.Read(1, allowArray: true, collector) is { } fault)
            ReadBroken(document, fault, isUtf8: valid == content.Length);
        else if (valid < content.Length)
            collector.Report(FindingIds.UnreadableManifest, document.PlaceOf(valid), ManifestText.NotUtf8);
    }

    /// <summary>Reads on from where the document begins that breaks off; what is JSON before it is YAML, too.</summary>
    private void ReadBroken(ManifestDocument document, JsonFault fault, bool isUtf8)
    {
        var start = document.PlaceOf(document.Start);
        var json = new ManifestCollector(collector.Texts);
        document.Abandon(json);
        json.Report(
            FindingIds.UnreadableManifest,
            document.PlaceOf(fault.Offset),
            isUtf8
                ? $"the JSON breaks off at byte {fault.Offset}: {fault.Reason} {ManifestText.KeptBefore}"
                : ManifestText.NotUtf8
        );
        var rest = content[document.Start..];
        // What is cut off is not YAML either, and trying that on a large dump takes long.
        var isAtEnd = fault.Offset >= content.Span.TrimEnd(" \t\r\n"u8).Length;
        var mayBeYaml = isUtf8 && !isAtEnd && (document.Start == 0 || ManifestText.IsBehindDocument(rest.Span));
        collector.Append((mayBeYaml ? TryYaml(rest, start, json) : null) ?? json);
    }

    private ManifestCollector? TryYaml(ReadOnlyMemory<byte> text, Location start, ManifestCollector json)
    {
        var yaml = new ManifestCollector(collector.Texts);
        new YamlManifest(text, start, options, yaml, cancellationToken).Read();
        return yaml.Resources > json.Resources || (yaml.IsReadable && yaml.Resources == json.Resources) ? yaml : null;
    }
}
