using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Manifests;

/// <summary>Gathers what is found in one file or, appended to one another, in many.</summary>
internal sealed class ManifestCollector(TextPool texts)
{
    private List<Item> _items = [];

    public TextPool Texts { get; } = texts;

    public int Resources { get; private set; }

    /// <summary>Whether nothing was unreadable so far.</summary>
    public bool IsReadable { get; private set; } = true;

    public void Add(Resource resource, Location place)
    {
        Resources++;
        _items.Add(new Item(place, resource, null));
    }

    public void Add(Finding finding) => _items.Add(new Item(default, null, finding));

    public void Report(string id, Location place, string text)
    {
        IsReadable &= id != FindingIds.UnreadableManifest;
        _items.Add(new Item(place, null, new Finding(id, FindingSeverity.Error, null, null, $"{place}: {text}")));
    }

    /// <summary>Makes room for this many more.</summary>
    public void Expect(int count) => _items.EnsureCapacity(_items.Count + count);

    /// <summary>Takes over what another gathered, which is done then.</summary>
    public void Append(ManifestCollector other)
    {
        Resources += other.Resources;
        if (_items.Count == 0)
            _items = other._items;
        else
            _items.AddRange(other._items);
    }

    /// <summary>All in order, the first resource of each id only.</summary>
    public ManifestSet ToSet() => ToSet([this]);

    /// <inheritdoc cref="ToSet()"/>
    public static ManifestSet ToSet(IReadOnlyList<ManifestCollector> files)
    {
        var resources = new List<Resource>(files.Sum(file => file.Resources));
        var findings = new List<Finding>();
        var first = new Dictionary<ResourceId, (int File, int Item)>(resources.Capacity);
        for (var f = 0; f < files.Count; f++)
        {
            var items = files[f]._items;
            for (var i = 0; i < items.Count; i++)
            {
                if (items[i].Resource is not { } resource)
                    findings.Add(items[i].Finding!);
                else if (first.TryAdd(resource.Id, (f, i)))
                    resources.Add(resource);
                else
                    findings.Add(Repeated(files[first[resource.Id].File]._items[first[resource.Id].Item], items[i]));
            }
        }

        return new ManifestSet(resources.AsReadOnly(), findings.AsReadOnly());
    }

    private static Finding Repeated(Item first, Item second)
    {
        var id = second.Resource!.Id;
        return first.Resource!.Json.Span.SequenceEqual(second.Resource.Json.Span)
            ? new Finding(FindingIds.DuplicateResource, FindingSeverity.Warning, id, null, $"{second.Place}: {id} stands in {first.Place} already, just the same. This one is ignored; remove it.")
            : new Finding(FindingIds.DuplicateResource, FindingSeverity.Error, id, null, $"{second.Place}: {id} stands in {first.Place} already, with other content. This one is ignored; remove the wrong one.");
    }

    private readonly record struct Item(Location Place, Resource? Resource, Finding? Finding);
}
