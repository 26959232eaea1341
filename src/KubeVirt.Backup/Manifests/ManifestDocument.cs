using System.Text.Json;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Manifests;

/// <summary>Makes resources and findings of what the scanner finds in JSON text.</summary>
/// <param name="json">The text.</param>
/// <param name="lines">Finds the line of an offset in the text.</param>
/// <param name="file">What findings call it.</param>
/// <param name="options">How it is read.</param>
/// <param name="pack">Where the objects' bytes are copied; <see langword="null"/> to keep slices of the text.</param>
/// <param name="texts">The strings that many objects share.</param>
/// <param name="cancellationToken">Stops between documents.</param>
/// <remarks>Used by one thread. The objects and findings are added in the order of the text.</remarks>
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

    /// <summary>The number of the document that is being read, counted from 1.</summary>
    public int Number { get; private set; }

    /// <summary>The offset at which it begins.</summary>
    public int Start => _scanner.DocumentStart;

    /// <summary>
    /// Reads all documents of the text. What is complete when the text breaks off is in the collector by then.
    /// </summary>
    /// <param name="document">The number of the first document.</param>
    /// <param name="allowArray">Whether a document may be an array of objects.</param>
    /// <param name="collector">Takes the objects and findings.</param>
    /// <returns>Where and why the text breaks off; <see langword="null"/> where it does not.</returns>
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
    /// Reads a window of a list, and adds the whole items that begin at <paramref name="from"/> or behind it.
    /// </summary>
    /// <param name="from">Where the items begin that were not read before.</param>
    /// <param name="isLast">Whether the list ends in this window.</param>
    /// <param name="collector">Takes the items.</param>
    /// <returns>
    /// Where the first item begins and the last one ends. <see langword="null"/>, and nothing added, where only the
    /// whole text shows what this is.
    /// </returns>
    public (int Start, int End)? ReadWindow(int from, bool isLast, ManifestCollector collector)
    {
        Number = 1;
        IReadOnlyCollection<ScannedObject>? complete = null;
        var documents = 0;
        var fault = _scanner.Run(allowArray: false, isLast, entries =>
        {
            complete = [.. entries];
            documents++;
        });

        if (fault is not null || documents > 1 || (isLast && complete is null))
            return null;

        var all = complete ?? _scanner.Abandon();
        var items = all.Where(item => item.Start >= from).ToList();
        if (!all.All(IsItem) || !items.All(IsSelfContained))
            return null;

        Take(items, pack, collector);
        return items.Count == 0 ? (from, from) : (items[0].Start, items[^1].Start + items[^1].Length);
    }

    /// <summary>Adds what is complete of the document that broke off.</summary>
    public void Abandon(ManifestCollector collector)
    {
        // A pack of its own: should the text turn out to be YAML, all of this is discarded.
        var ownPack = options.DropManagedFields ? new JsonPack(json.Length - Start) : null;
        Take(_scanner.Abandon(), ownPack, collector);
    }

    /// <summary>The place of an offset. Fast where offsets are asked for in ascending order.</summary>
    public Location PlaceOf(int offset) => new(file, Number, lines.LineAt(offset));

    /// <summary>Whether the entry is an item of the list that the document is.</summary>
    private static bool IsItem(ScannedObject entry) => entry.Depth == 2;

    /// <summary>
    /// Whether the item has all it needs: what its list lends it can stand behind it, in a window that is not read yet.
    /// </summary>
    private static bool IsSelfContained(ScannedObject item) =>
        item.FindingId is not null || (item.ApiVersion is not null && item.Kind is not null);

    /// <summary>Adds entries in their order, each as a resource or as a finding.</summary>
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

    /// <summary>Adds the resource of an entry, or a finding where a field is missing or cannot be a name.</summary>
    private void Add(ScannedObject entry, JsonPack? into, ManifestCollector collector)
    {
        var place = PlaceOf(entry.Start);
        if (MissingField(entry) is { } missing)
        {
            collector.Report(
                FindingIds.NotAResource,
                place,
                $"{missing} is missing, so this is no Kubernetes object. Add it, or remove the object."
            );
            return;
        }

        try
        {
            // The lines of the object are counted now, since the bytes may move.
            lines.LineAt(entry.Start + entry.Length);
            var (bytes, memberIndex) = BytesOf(entry, into);
            var kind = new GroupKind(texts.GroupOf(entry.ApiVersion!), entry.Kind!);
            var header = new ResourceHeader(entry.ApiVersion!, entry.Kind!, entry.Namespace, entry.Name!);
            collector.Add(header.ToResource(bytes, kind, options.DefaultNamespace, memberIndex), place);
        }
        catch (FormatException e)
        {
            collector.Report(FindingIds.NotAResource, place, $"{e.Message} Correct it.");
        }
    }

    /// <summary>The field that an object lacks to be a resource; <see langword="null"/> where it lacks none.</summary>
    private static string? MissingField(ScannedObject entry)
    {
        if (entry.ApiVersion is null)
            return "apiVersion";
        if (entry.Kind is null)
            return "kind";
        if (entry.Name is null)
            return entry.Kind == "List" ? "the list items" : "metadata.name";

        return null;
    }

    /// <summary>The bytes to keep of an object, and where its members stand in them.</summary>
    private (ReadOnlyMemory<byte> Json, MemberIndex MemberIndex) BytesOf(ScannedObject entry, JsonPack? into)
    {
        var bytes = json.Slice(entry.Start, entry.Length);
        if (into is not null)
            bytes = into.Add(bytes.Span, entry.Members.Removed);

        // What the list lends the object moves its members, so their places are not known then.
        return entry.HasTypeMetaFromList
            ? (ListItemTypeMeta.AddTo(entry, bytes), default)
            : (bytes, entry.Members.ToMemberIndex());
    }

    /// <summary>Adds the finding of an entry that is no resource.</summary>
    private void Report(ScannedObject entry, ManifestCollector collector)
    {
        var problem =
            entry.FindingId == FindingIds.DuplicateKey
                ? $"the key {KeyAt(entry.ProblemAt)} stands twice in one object, so the object is skipped. "
                    + "Remove one of the two."
                : entry.Problem!;
        collector.Report(entry.FindingId!, PlaceOf(entry.ProblemAt), problem);
    }

    /// <summary>The key at an offset, unescaped and in quotes.</summary>
    private string KeyAt(int offset)
    {
        var reader = new Utf8JsonReader(json.Span[offset..], new JsonReaderOptions { AllowMultipleValues = true });
        reader.Read();
        return $"'{reader.GetString()}'";
    }
}
