using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Manifests;

/// <summary>Collects the objects and findings of one file. Those of several files are joined in the end.</summary>
/// <param name="texts">The strings that many objects of the file share.</param>
/// <remarks>Not safe to share between threads: each file has a collector of its own.</remarks>
internal sealed class ManifestCollector(TextPool texts)
{
    private static readonly EqualityComparer<Resource> SameId = EqualityComparer<Resource>.Create(
        (a, b) => a!.Id == b!.Id,
        resource => resource.Id.GetHashCode()
    );
    private List<Item> _items = [];

    /// <summary>The strings that many objects of the file share.</summary>
    public TextPool Texts { get; } = texts;

    /// <summary>How many objects there are, repeated ones included.</summary>
    public int Resources { get; private set; }

    /// <summary>Whether no part of the file was unreadable so far.</summary>
    public bool IsReadable { get; private set; } = true;

    /// <summary>Adds an object.</summary>
    public void Add(Resource resource, Location place)
    {
        Resources++;
        _items.Add(new Item(place, resource, null));
    }

    /// <summary>Adds a finding whose message names its place already.</summary>
    public void Add(Finding finding) => _items.Add(new Item(default, null, finding));

    /// <summary>Reports an error about a place in the file.</summary>
    /// <param name="id">The id of the finding.</param>
    /// <param name="place">The place; the message begins with it.</param>
    /// <param name="text">What is wrong and what to do.</param>
    public void Report(string id, Location place, string text)
    {
        IsReadable &= id != FindingIds.UnreadableManifest;
        var finding = new Finding(id, FindingSeverity.Error, null, null, $"{place}: {text}");
        _items.Add(new Item(place, null, finding));
    }

    /// <summary>How many objects and findings there are.</summary>
    public int Count => _items.Count;

    /// <summary>
    /// Puts one finding in the place of all errors about what can be no object. Nothing happens where there are none.
    /// </summary>
    /// <param name="start">The first of the objects and findings to look at, see <see cref="Count"/>.</param>
    /// <param name="finding">What is wrong with all of them together.</param>
    public void ReplaceErrors(int start, Finding finding)
    {
        var first = _items.FindIndex(start, IsUnreadable);
        if (first < 0)
            return;

        var later = _items.Skip(start).Where(item => !IsUnreadable(item)).ToList();
        _items.RemoveRange(start, _items.Count - start);
        _items.Add(new Item(default, null, finding));
        _items.AddRange(later);
    }

    /// <summary>Makes room for this many more objects and findings.</summary>
    public void Expect(int count) => _items.EnsureCapacity(_items.Count + count);

    /// <summary>Adds what another one collected. The other one must not be used any more.</summary>
    public void Append(ManifestCollector other)
    {
        Resources += other.Resources;
        if (_items.Count == 0)
            _items = other._items;
        else
            _items.AddRange(other._items);
    }

    /// <summary>
    /// Everything in the order of the files: the first object of each id, and a finding for each that repeats it.
    /// </summary>
    public ManifestSet ToSet() => ToSet([this]);

    /// <inheritdoc cref="ToSet()"/>
    public static ManifestSet ToSet(IReadOnlyList<ManifestCollector> files)
    {
        var resources = new List<Resource>(files.Sum(file => file.Resources));
        var findings = new List<Finding>();
        var known = new HashSet<Resource>(resources.Capacity, SameId);
        // Repeated objects are rare, so the places of the first ones are collected only when there is one.
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

    /// <summary>A warning about an object that is there twice, or an error where the two differ.</summary>
    private static Finding Repeated(Resource first, Location firstPlace, Resource second, Location place)
    {
        var isSame = first.Json.Span.SequenceEqual(second.Json.Span);
        var difference = isSame
            ? "with the same content. The second one is skipped. Remove it."
            : "with other content. The second one is skipped. Remove the wrong one.";

        return new Finding(
            FindingIds.DuplicateResource,
            isSame ? FindingSeverity.Warning : FindingSeverity.Error,
            second.Id,
            null,
            $"{place}: {second.Id} is already in {firstPlace}, {difference}"
        );
    }

    private static bool IsUnreadable(Item item) =>
        item.Finding is { Id: FindingIds.UnreadableManifest or FindingIds.NotAResource };

    /// <summary>An object or a finding.</summary>
    private readonly record struct Item(Location Place, Resource? Resource, Finding? Finding);
}
