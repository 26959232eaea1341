using System.Runtime.InteropServices;
using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Manifests;

/// <summary>Gathers what is found in one file or, appended to one another, in many.</summary>
internal sealed class ManifestCollector(TextPool texts)
{
    private readonly List<Item> _items = [];

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

    public void Append(ManifestCollector other) => _items.AddRange(other._items);

    /// <summary>All in order, the first resource of each id only.</summary>
    public ManifestSet ToSet()
    {
        var resources = new List<Resource>(_items.Count);
        var findings = new List<Finding>();
        var first = new Dictionary<ResourceId, Item>(_items.Count);
        foreach (var item in _items)
        {
            if (item.Resource is null)
            {
                findings.Add(item.Finding!);
                continue;
            }

            ref var before = ref CollectionsMarshal.GetValueRefOrAddDefault(first, item.Resource.Id, out var exists);
            if (exists)
            {
                findings.Add(Repeated(before, item));
                continue;
            }

            before = item;
            resources.Add(item.Resource);
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
