namespace KubeVirt.Backup.Graph;

/// <summary>
/// Stores each distinct reference once and numbers it. Millions of edges share a few hundred references, so an edge
/// holds a number in place of its reference.
/// </summary>
/// <remarks>
/// A reference by name is stored without its target, because the target is the end of its edge. Two machines that name
/// different secrets at the same path therefore share one entry. Reading is safe from several threads while nobody
/// adds.
/// </remarks>
internal sealed class ReferenceTable
{
    private const int BlockLength = 64;
    private readonly Dictionary<Reference, int> _numbers = new(new ReferenceComparer());

    // In blocks, so that no reference is copied as the table grows.
    private readonly List<Reference[]> _blocks = [];

    /// <summary>How many distinct references there are; their numbers run from 0.</summary>
    public int Count { get; private set; }

    /// <summary>
    /// The stored reference; its target is <see langword="default"/> where it was a reference by name.
    /// </summary>
    public ref readonly Reference this[int number] => ref _blocks[number / BlockLength][number % BlockLength];

    /// <summary>The number of a reference: that of an equal one, or else a new one.</summary>
    public int Add(in Reference reference)
    {
        // A label or an owner belongs to one object, so that no two of these references are equal.
        if (reference.Target.Mode != TargetMode.Name)
            return Append(reference);

        var withoutTarget = reference with { Target = default };
        if (!_numbers.TryGetValue(withoutTarget, out var number))
        {
            number = Append(withoutTarget);
            _numbers.Add(withoutTarget, number);
        }

        return number;
    }

    /// <summary>Removes all references and keeps the memory for the next ones.</summary>
    public void Clear()
    {
        _numbers.Clear();
        Count = 0;
    }

    /// <summary>A copy of the stored references, ordered by number.</summary>
    public Reference[] ToArray()
    {
        var references = new Reference[Count];
        for (var start = 0; start < Count; start += BlockLength)
        {
            var length = Math.Min(BlockLength, Count - start);
            Array.Copy(_blocks[start / BlockLength], 0, references, start, length);
        }

        return references;
    }

    /// <summary>The whole reference of an edge, with its target.</summary>
    /// <param name="end">Where the edge ends.</param>
    /// <param name="number">The number of the edge's reference.</param>
    public Reference WithTarget(ResourceId end, int number)
    {
        ref readonly var reference = ref this[number];

        return reference.Target.Mode == TargetMode.Name
            ? reference with
            {
                Target = ReferenceTarget.Named(end),
            }
            : reference;
    }

    /// <summary>
    /// For each reference the rank of its path among all paths, so that a sort compares numbers and not texts.
    /// </summary>
    public int[] RankPaths()
    {
        var paths = new HashSet<string>(StringComparer.Ordinal);
        for (var number = 0; number < Count; number++)
            paths.Add(this[number].Path);

        var rankOfPath = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var path in paths.Order(StringComparer.Ordinal))
            rankOfPath.Add(path, rankOfPath.Count);

        var ranks = new int[Count];
        for (var number = 0; number < Count; number++)
            ranks[number] = rankOfPath[this[number].Path];

        return ranks;
    }

    /// <summary>
    /// Orders two references that have the same path: by relation, requirement, reason and inner pointer.
    /// </summary>
    public int CompareIgnoringPath(int left, int right)
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

    private int Append(in Reference reference)
    {
        if (Count == _blocks.Count * BlockLength)
            _blocks.Add(new Reference[BlockLength]);
        _blocks[Count / BlockLength][Count % BlockLength] = reference;

        return Count++;
    }

    private sealed class ReferenceComparer : IEqualityComparer<Reference>
    {
        public bool Equals(Reference x, Reference y) => x.Equals(y);

        // Path and relation differ in nearly all references, and the place inside a text in the others, so the longer
        // texts need no hashing.
        public int GetHashCode(Reference reference) =>
            HashCode.Combine(reference.Path, reference.Relation, reference.Inside);
    }
}
