namespace KubeVirt.Backup.Graph;

/// <summary>
/// What the references behind edges say, each saying once: edges by the million share a few hundred of them, so an edge
/// holds a number.
/// </summary>
internal sealed class Causes
{
    private const int BlockLength = 64;
    private readonly Dictionary<Reference, int> _numbers = new(new SameSaying());

    // In blocks, so that none is copied as they grow.
    private readonly List<Reference[]> _blocks = [];

    public int Count { get; private set; }

    public ref readonly Reference this[int cause] => ref _blocks[cause / BlockLength][cause % BlockLength];

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

    /// <summary>Forgets all and keeps the room.</summary>
    public void Clear()
    {
        _numbers.Clear();
        Count = 0;
    }

    public Reference[] ToArray()
    {
        var all = new Reference[Count];
        for (var from = 0; from < Count; from += BlockLength)
            Array.Copy(_blocks[from / BlockLength], 0, all, from, Math.Min(BlockLength, Count - from));
        return all;
    }

    /// <summary>The reference of an edge that ends there.</summary>
    public Reference To(ResourceId end, int cause) =>
        this[cause].Target.Mode == TargetMode.Name
            ? this[cause] with
            {
                Target = ReferenceTarget.Named(end),
            }
            : this[cause];

    /// <summary>For each cause the rank of its path among all paths.</summary>
    public int[] PathRanks()
    {
        var paths = new HashSet<string>(StringComparer.Ordinal);
        for (var cause = 0; cause < Count; cause++)
            paths.Add(this[cause].Path);
        var ranks = paths
            .Order(StringComparer.Ordinal)
            .Index()
            .ToDictionary(pair => pair.Item, pair => pair.Index, StringComparer.Ordinal);
        var ranked = new int[Count];
        for (var cause = 0; cause < Count; cause++)
            ranked[cause] = ranks[this[cause].Path];
        return ranked;
    }

    /// <summary>Order of two causes with the same path.</summary>
    public int Compare(int left, int right)
    {
        ref readonly var a = ref this[left];
        ref readonly var b = ref this[right];
        var order = a.Relation.CompareTo(b.Relation);
        if (order == 0)
            order = a.Requirement.CompareTo(b.Requirement);
        if (order == 0)
            order = string.CompareOrdinal(a.Why, b.Why);
        return order != 0 ? order : string.CompareOrdinal(a.Inside, b.Inside);
    }

    private int Append(in Reference saying)
    {
        if (Count == _blocks.Count * BlockLength)
            _blocks.Add(new Reference[BlockLength]);
        _blocks[Count / BlockLength][Count % BlockLength] = saying;
        return Count++;
    }

    private sealed class SameSaying : IEqualityComparer<Reference>
    {
        public bool Equals(Reference x, Reference y) => x.Equals(y);

        // The path tells nearly all of them apart.
        public int GetHashCode(Reference reference) => HashCode.Combine(reference.Path, reference.Relation);
    }
}
