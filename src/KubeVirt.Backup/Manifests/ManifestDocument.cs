using System.Text.Json;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Manifests;

/// <summary>Turns what the scanner found in JSON text into resources and findings.</summary>
/// <param name="json">The text.</param>
/// <param name="lines">Its lines.</param>
/// <param name="file">What findings call it.</param>
/// <param name="options">How it is read.</param>
/// <param name="pack">Where the objects' bytes go; <see langword="null"/> to leave them where they are.</param>
/// <param name="texts">Texts that stand in many objects.</param>
/// <param name="cancellationToken">Stops between documents.</param>
internal sealed class ManifestDocument(
    ReadOnlyMemory<byte> json,
    ILineMap lines,
    string file,
    ManifestOptions options,
    JsonPack? pack,
    TextPool texts,
    CancellationToken cancellationToken
)
{
    private readonly ResourceScanner _scanner = new(json, options, texts);

    /// <summary>The number of the document that is being read.</summary>
    public int Number { get; private set; }

    /// <summary>Where it begins.</summary>
    public int Start => _scanner.DocumentStart;

    /// <summary>
    /// Reads the text, whose first document has this number; returns what broke it off, or <see langword="null"/>. What
    /// was complete by then has been handed over.
    /// </summary>
    public JsonFault? Read(int document, bool allowArray, ManifestCollector collector)
    {
        Number = document;
        return _scanner.Run(allowArray, isWhole: true, entries =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            Take(entries, pack, collector);
            Number++;
        });
    }

    /// <summary>
    /// Reads a window of a list, and hands over the items that begin at <paramref name="from"/> or behind it and are
    /// whole; returns where the first begins and the last ends. <see langword="null"/>, and nothing handed over, where
    /// only the whole text can tell what this is.
    /// </summary>
    public (int Start, int End)? ReadWindow(int from, bool isLast, ManifestCollector collector)
    {
        Number = 1;
        IReadOnlyCollection<ScannedObject>? closed = null;
        var documents = 0;
        var fault = _scanner.Run(allowArray: false, isLast, entries =>
            (closed, documents) = ([.. entries], documents + 1)
        );
        if (fault is not null || documents > 1 || (isLast && closed is null))
            return null;
        var all = closed ?? _scanner.Abandon();
        var items = all.Where(item => item.Start >= from).ToList();
        var (start, end) = items.Count == 0 ? (from, from) : (items[0].Start, items[^1].Start + items[^1].Length);
        if (!all.All(IsItem) || !items.All(IsToldByItself))
            return null;
        Take(items, pack, collector);
        return (start, end);
    }

    /// <summary>Takes what is complete of the document that broke off, and leaves its bytes where they are.</summary>
    public void Abandon(ManifestCollector collector) =>
        Take(_scanner.Abandon(), options.DropManagedFields ? new JsonPack(json.Length - Start) : null, collector);

    /// <summary>Where something stands. To be asked in rising order.</summary>
    public Location PlaceOf(int offset) => new(file, Number, lines.LineAt(offset));

    private static bool IsItem(ScannedObject entry) => entry.Depth == 2;

    /// <summary>Whether nothing that stands behind the item in its list can change what it is.</summary>
    private static bool IsToldByItself(ScannedObject item) =>
        item.FindingId is not null || (item.ApiVersion is not null && item.Kind is not null);

    private void Take(IReadOnlyCollection<ScannedObject> entries, JsonPack? into, ManifestCollector collector)
    {
        collector.Expect(entries.Count);
        foreach (var entry in entries)
        {
            if (entry.FindingId is null)
                Add(entry, into, collector);
            else
                Report(entry, collector);
        }
    }

    private void Add(ScannedObject entry, JsonPack? into, ManifestCollector collector)
    {
        var place = PlaceOf(entry.Start);
        if (entry.ApiVersion is null || entry.Kind is null || entry.Name is null)
        {
            var missing =
                entry.ApiVersion is null ? "apiVersion"
                : entry.Kind is null ? "kind"
                : entry.Kind == "List" ? "the list items"
                : "metadata.name";
            collector.Report(
                FindingIds.NotAResource,
                place,
                $"{missing} is missing, so this is no Kubernetes object. Add it, or leave this out."
            );
            return;
        }

        try
        {
            // The lines are counted before the bytes move.
            lines.LineAt(entry.Start + entry.Length);
            var (slice, outline) = BytesOf(entry, into);
            var kind = new GroupKind(texts.GroupOf(entry.ApiVersion), entry.Kind);
            var header = new ResourceHeader(entry.ApiVersion, entry.Kind, entry.Namespace, entry.Name);
            collector.Add(header.ToResource(slice, kind, options.DefaultNamespace, outline), place);
        }
        catch (FormatException e)
        {
            collector.Report(FindingIds.NotAResource, place, $"{e.Message} Mend it.");
        }
    }

    private (ReadOnlyMemory<byte> Json, Outline Outline) BytesOf(ScannedObject entry, JsonPack? into)
    {
        var own = json.Slice(entry.Start, entry.Length);
        if (into is not null)
            own = into.Add(own.Span, entry.Outline.LeftOut);
        return entry.IsStamped ? (ListStamp.Apply(entry, own), default) : (own, entry.Outline.ToOutline());
    }

    private void Report(ScannedObject entry, ManifestCollector collector)
    {
        var text =
            entry.FindingId == FindingIds.DuplicateKey
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
}
