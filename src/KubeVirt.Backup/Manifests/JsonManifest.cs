using System.Text.Json;
using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Manifests;

/// <summary>Reads a text that begins as JSON does: JSON, or YAML in flow style.</summary>
internal sealed class JsonManifest(ReadOnlyMemory<byte> content, string file, ManifestOptions options, ManifestCollector collector, CancellationToken cancellationToken)
{
    public void Read()
    {
        cancellationToken.ThrowIfCancellationRequested();
        var valid = ManifestText.ValidLength(content.Span);
        var text = content[..valid];
        var json = new ManifestCollector(collector.Texts);
        var lines = new JsonLines(text);
        var document = new ManifestDocument(text, lines, file, options, json, cancellationToken);
        if (document.Read(1, allowArray: true) is { } fault)
        {
            // The scanner has closed the broken document, which counted it.
            var broken = new Location(file, Math.Max(1, document.Next - 1), (int)(fault.LineNumber ?? 0) + 1);
            json.Report(FindingIds.UnreadableManifest, broken, valid < content.Length ? ManifestText.NotUtf8 : $"the JSON breaks off at byte {OffsetOf(fault)}: {Reason(fault)} {ManifestText.KeptBefore}");
            if (valid == content.Length && !IsAtEnd(fault) && TryYaml(json) is { } yaml)
                json = yaml;
        }

        collector.Append(json);
    }

    private ManifestCollector? TryYaml(ManifestCollector json)
    {
        var yaml = new ManifestCollector(collector.Texts);
        new YamlManifest(content, file, options, yaml, cancellationToken).Read();
        return yaml.Resources > json.Resources || (yaml.IsReadable && yaml.Resources == json.Resources) ? yaml : null;
    }

    // What is cut off is not YAML either, and trying that on a large dump takes long.
    private bool IsAtEnd(JsonException fault)
    {
        var text = content.Span.TrimEnd(" \t\r\n"u8);
        return OffsetOf(fault) >= text.Length;
    }

    // An API server writes a dump of gigabytes as one line.
    private int OffsetOf(JsonException fault) => JsonLines.OffsetOf(content.Span, fault.LineNumber ?? 0, fault.BytePositionInLine ?? 0);

    private static string Reason(JsonException fault)
    {
        var end = fault.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return end < 0 ? fault.Message : fault.Message[..end];
    }
}
