using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Manifests;

/// <summary>Reads a text that begins as JSON does. It can still turn out to be YAML in flow style.</summary>
/// <param name="content">The text.</param>
/// <param name="file">What findings call it.</param>
/// <param name="options">How it is read.</param>
/// <param name="collector">Takes the objects and findings.</param>
/// <param name="cancellationToken">Stops the reading.</param>
internal sealed class JsonManifest(
    ReadOnlyMemory<byte> content,
    string file,
    ManifestOptions options,
    ManifestCollector collector,
    CancellationToken cancellationToken
)
{
    /// <summary>Reads the whole text.</summary>
    public void Read()
    {
        cancellationToken.ThrowIfCancellationRequested();

        var validLength = ManifestText.ValidLength(content.Span);
        var isUtf8 = validLength == content.Length;
        var text = content[..validLength];
        var pack = options.DropManagedFields ? new JsonPack(text.Length) : null;
        var lines = new JsonLines(text);
        var document = new ManifestDocument(text, lines, file, options, pack, collector.Texts, cancellationToken);

        if (document.Read(1, allowArray: true, collector) is { } fault)
            ReadBroken(document, fault, isUtf8);
        else if (!isUtf8)
            collector.Report(FindingIds.UnreadableManifest, document.PlaceOf(validLength), ManifestText.NotUtf8);
    }

    /// <summary>
    /// Reads the document that breaks off again, as YAML: what is JSON before it is YAML as well. The reading that
    /// gives more objects is kept.
    /// </summary>
    private void ReadBroken(ManifestDocument document, JsonFault fault, bool isUtf8)
    {
        var start = document.PlaceOf(document.Start);
        var json = new ManifestCollector(collector.Texts);
        document.Abandon(json);

        var problem = isUtf8
            ? $"the JSON breaks off at byte {fault.Offset}: {fault.Reason} {ManifestText.KeptBefore}"
            : ManifestText.NotUtf8;
        json.Report(FindingIds.UnreadableManifest, document.PlaceOf(fault.Offset), problem);

        var rest = content[document.Start..];
        // A text that is cut off is not YAML either, and to try that on a large dump takes long.
        var isCutOff = fault.Offset >= content.Span.TrimEnd(" \t\r\n"u8).Length;
        var mayBeYaml = isUtf8 && !isCutOff && (document.Start == 0 || ManifestText.IsBehindDocument(rest.Span));
        var yaml = mayBeYaml ? TryYaml(rest, start, json) : null;

        collector.Append(yaml ?? json);
    }

    /// <summary>The reading as YAML; <see langword="null"/> where the reading as JSON gives as much.</summary>
    private ManifestCollector? TryYaml(ReadOnlyMemory<byte> text, Location start, ManifestCollector json)
    {
        var yaml = new ManifestCollector(collector.Texts);
        new YamlManifest(text, start, options, yaml, cancellationToken).Read();

        var isBetter = yaml.Resources > json.Resources || (yaml.IsReadable && yaml.Resources == json.Resources);
        return isBetter ? yaml : null;
    }
}
