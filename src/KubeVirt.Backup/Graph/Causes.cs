namespace KubeVirt.Backup.Graph;

/// <summary>What the references behind edges say, each saying once: edges by the million share a few hundred of them, so an edge holds a number.</summary>
internal sealed class Causes
{
    private readonly Dictionary<Reference, int> _numbers = new(new SameSaying());
    private Reference[] _references = new Reference[16];

    public int Count { get; private set; }

    public ref readonly Reference this[int cause] => ref _references[cause];

    public int Add(in Reference reference)
    {
        // A label or an owner is of one object, so that no two say the same.
        if (reference.Target.Mode != TargetMode.Name)
            return Append(reference);
        // A target that was named is the edge's own end.
        var saying = reference with { Target = default };
        if (!_numbers.TryGetValue(saying, out var known))
            _numbers.Add(saying, known = Append(saying));
        return known;
    }

    /// <summary>The reference of an edge that ends there.</summary>
    public Reference To(ResourceId end, int cause) =>
        _references[cause].Target.Mode == TargetMode.Name ? _references[cause] with { Target = ReferenceTarget.Named(end) } : _references[cause];

    /// <summary>For each cause the rank of its path among all paths.</summary>
    public int[] PathRanks()
    {
        var causes = _references.AsSpan(0, Count);
        var paths = new HashSet<string>(StringComparer.Ordinal);
        foreach (ref readonly var cause in causes)
            paths.Add(cause.Path);
        var ranks = paths.Order(StringComparer.Ordinal).Index().ToDictionary(pair => pair.Item, pair => pair.Index, StringComparer.Ordinal);
        return Array.ConvertAll(causes.ToArray(), cause => ranks[cause.Path]);
    }

    /// <summary>Order of two causes with the same path.</summary>
    public int Compare(int left, int right)
    {
        ref readonly var a = ref _references[left];
        ref readonly var b = ref _references[right];
        var order = a.Relation.CompareTo(b.Relation);
        if (order == 0)
            order = a.Requirement.CompareTo(b.Requirement);
        if (order == 0)
            order = string.CompareOrdinal(a.Why, b.Why);
        return order != 0 ? order : string.CompareOrdinal(a.Inside, b.Inside);
    }

    private int Append(in Reference saying)
    {
        if (Count == _references.Length)
            Array.Resize(ref _references, Count * 2);
        _references[Count] = saying;
        return Count++;
    }

    private sealed class SameSaying : IEqualityComparer<Reference>
    {
        public bool Equals(Reference x, Reference y) => x.Equals(y);

        // The path tells nearly all of them apart.
        public int GetHashCode(Reference reference) => HashCode.Combine(reference.Path, reference.Relation);
    }
}
