using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Manifests;

/// <summary>Gathers what is found in one file or, appended to one another, in many.</summary>
internal sealed class ManifestCollector(TextPool texts)
{
    private static readonly EqualityComparer<Resource> SameId = EqualityComparer<Resource>.Create(
        (a, b) => a!.Id == b!.Id,
        resource => resource.Id.GetHashCode()
    );
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
        var known = new HashSet<Resource>(resources.Capacity, SameId);
        var places = new Lazy<Dictionary<Resource, Location>>(() =>
            files
                .SelectMany(file => file._items)
                .Where(item => item.Resource is not null)
                .ToDictionary(item => item.Resource!, item => item.Place)
        );
        foreach (var file in files)
        {
            foreach (var item in file._items)
            {
                if (item.Resource is not { } resource)
                    findings.Add(item.Finding!);
                else if (known.Add(resource))
                    resources.Add(resource);
                else if (known.TryGetValue(resource, out var first))
                    findings.Add(Repeated(first, places.Value[first], resource, item.Place));
            }
        }

        return new ManifestSet(resources.AsReadOnly(), findings.AsReadOnly());
    }

    private static Finding Repeated(Resource first, Location firstPlace, Resource second, Location place) =>
        first.Json.Span.SequenceEqual(second.Json.Span)
            ? new Finding(
                FindingIds.DuplicateResource,
                FindingSeverity.Warning,
                second.Id,
                null,
                $"{place}: {second.Id} stands in {firstPlace} already, just the same. This one is ignored; remove it."
            )
            : new Finding(
                FindingIds.DuplicateResource,
                FindingSeverity.Error,
                second.Id,
                null,
                $"{place}: {second.Id} stands in {firstPlace} already, with other content. This one is ignored; remove the wrong one."
            );

    private readonly record struct Item(Location Place, Resource? Resource, Finding? Finding);
}
