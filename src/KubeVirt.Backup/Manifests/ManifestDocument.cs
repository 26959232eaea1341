using System.Text.Json;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Manifests;

/// <summary>Turns what the scanner found in JSON text into resources and findings.</summary>
internal sealed class ManifestDocument(ReadOnlyMemory<byte> json, ILineMap lines, string file, ManifestOptions options, ManifestCollector collector, CancellationToken cancellationToken)
{
    private readonly ResourcePack _pack = new(json.Length);
    private int _document;

    /// <summary>Reads the text, whose first document has this number; returns what broke it off, or <see langword="null"/>.</summary>
    public JsonException? Read(int document, bool allowArray)
    {
        _document = document;
        return new ResourceScanner(json, options, allowArray, collector.Texts, OnDocument).Run();
    }

    /// <summary>The number of the document that comes next.</summary>
    public int Next => _document;

    private void OnDocument(IReadOnlyList<ScannedObject> entries)
    {
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var entry in entries)
        {
            if (entry.FindingId is null)
                Add(entry);
            else
                Report(entry);
        }

        _document++;
    }

    private void Add(ScannedObject entry)
    {
        var place = PlaceOf(entry.Start);
        if (entry.ApiVersion is null || entry.Kind is null || entry.Name is null)
        {
            var missing = entry.ApiVersion is null ? "apiVersion" : entry.Kind is null ? "kind" : entry.Kind == "List" ? "the list items" : "metadata.name";
            collector.Report(FindingIds.NotAResource, place, $"{missing} is missing, so this is no Kubernetes object. Add it, or leave this out.");
            return;
        }

        try
        {
            var (slice, outline) = BytesOf(entry);
            var kind = new GroupKind(collector.Texts.GroupOf(entry.ApiVersion), entry.Kind);
            var header = new ResourceHeader(entry.ApiVersion, entry.Kind, entry.Namespace, entry.Name);
            collector.Add(header.ToResource(slice, kind, options.DefaultNamespace, outline), place);
        }
        catch (FormatException e)
        {
            collector.Report(FindingIds.NotAResource, place, $"{e.Message} Mend it.");
        }
    }

    private (ReadOnlyMemory<byte> Json, Outline Outline) BytesOf(ScannedObject entry)
    {
        var own = json.Slice(entry.Start, entry.Length);
        if (options.DropManagedFields)
            own = _pack.Add(own.Span, entry.Outline.LeftOut);
        return entry.IsStamped ? (ListStamp.Apply(entry, own), default) : (own, entry.Outline.ToOutline());
    }

    private void Report(ScannedObject entry)
    {
        var text = entry.FindingId == FindingIds.DuplicateKey
            ? $"the key {KeyAt(entry.ProblemAt)} stands twice in one object, so the object is left out. Remove one of the two."
            : entry.Problem!;
        collector.Report(entry.FindingId!, PlaceOf(entry.ProblemAt), text);
    }

    private string KeyAt(int offset)
    {
        var reader = new Utf8JsonReader(json.Span[offset..], new JsonReaderOptions { AllowMultipleValues = true });
        reader.Read();
        return $"'{reader.GetString()}'";
    }

    private Location PlaceOf(int offset) => new(file, _document, lines.LineAt(offset));
}
