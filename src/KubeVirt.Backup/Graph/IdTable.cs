using System.Collections.ObjectModel;
using System.Numerics;

namespace KubeVirt.Backup.Graph;

/// <summary>A hash table that numbers ids from 0 in the order in which they are added.</summary>
/// <remarks>
/// In place of a <see cref="Dictionary{TKey, TValue}"/>, which would hold each id twice: once as a key, and once in the
/// list that leads from numbers back to ids. Finding is safe from several threads while nothing is added.
/// </remarks>
internal sealed class IdTable
{
    private const int MinCapacity = 16;
    private ResourceId[] _ids;

    // Ids of one bucket are chained by number; -1 ends a chain.
    private int[] _next;

    // For each bucket the number of its first id plus one, so that a new array of zeros is an empty table.
    private int[] _firstPlusOne;

    public IdTable(int capacity = 0)
    {
        _ids = new ResourceId[Math.Max(capacity, MinCapacity)];
        _next = new int[_ids.Length];
        _firstPlusOne = CreateBuckets(_ids.Length);
    }

    /// <summary>The ids of nodes, numbered as the nodes are.</summary>
    public static IdTable Of(ReadOnlySpan<ResourceNode> nodes)
    {
        var table = new IdTable(nodes.Length);
        foreach (ref readonly var node in nodes)
            table.Add(node.Id);

        return table;
    }

    /// <summary>How many ids there are.</summary>
    public int Count { get; private set; }

    /// <summary>
    /// The ids that are in the table now, ordered by number. Ids that are added later are not among them.
    /// </summary>
    public IReadOnlyCollection<ResourceId> All =>
        new ReadOnlyCollection<ResourceId>(new ArraySegment<ResourceId>(_ids, 0, Count));

    public ref readonly ResourceId this[int number] => ref _ids[number];

    /// <summary>Removes all ids and keeps the memory for the next ones.</summary>
    public void Clear()
    {
        Array.Clear(_firstPlusOne);
        Count = 0;
    }

    /// <summary>Makes room for this many ids, so that adding them copies nothing.</summary>
    public void EnsureCapacity(int capacity)
    {
        if (capacity > _ids.Length)
            Grow(capacity);
    }

    /// <summary>The number of an id, or -1 where the table lacks it.</summary>
    public int Find(in ResourceId id)
    {
        var number = _firstPlusOne[BucketOf(id)] - 1;
        while (number >= 0 && !_ids[number].Equals(id))
            number = _next[number];

        return number;
    }

    /// <summary>The number of an id; an id that is new gets the next one.</summary>
    public int Add(in ResourceId id)
    {
        if (Find(id) is >= 0 and var known)
            return known;

        if (Count == _ids.Length)
            Grow(Count * 2);
        _ids[Count] = id;
        AddToBucket(Count);

        return Count++;
    }

    /// <summary>
    /// Makes room and puts all ids into buckets again. Their hashes are stored in them and need no computing.
    /// </summary>
    private void Grow(int capacity)
    {
        Array.Resize(ref _ids, capacity);
        Array.Resize(ref _next, capacity);
        _firstPlusOne = CreateBuckets(capacity);
        for (var number = 0; number < Count; number++)
            AddToBucket(number);
    }

    private void AddToBucket(int number)
    {
        ref var first = ref _firstPlusOne[BucketOf(_ids[number])];
        _next[number] = first - 1;
        first = number + 1;
    }

    // The number of buckets is a power of two, so that a mask does what a division would.
    private int BucketOf(in ResourceId id) => id.GetHashCode() & (_firstPlusOne.Length - 1);

    private static int[] CreateBuckets(int capacity) => new int[BitOperations.RoundUpToPowerOf2((uint)capacity)];
}
