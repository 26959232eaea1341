using System.Collections.ObjectModel;
using System.Numerics;

namespace KubeVirt.Backup.Graph;

/// <summary>
/// Numbers ids in the order in which they come. Finding is safe from several threads while nothing is added.
/// </summary>
internal sealed class IdTable
{
    private ResourceId[] _ids;
    private int[] _next;
    private int[] _first;

    public IdTable(int capacity = 0)
    {
        _ids = new ResourceId[Math.Max(capacity, 16)];
        _next = new int[_ids.Length];
        _first = Buckets(_ids.Length);
    }

    /// <summary>The ids of nodes, numbered as the nodes are.</summary>
    public static IdTable Of(ReadOnlySpan<ResourceNode> nodes)
    {
        var table = new IdTable(nodes.Length);
        foreach (ref readonly var node in nodes)
            table.Add(node.Id);
        return table;
    }

    public int Count { get; private set; }

    public IReadOnlyCollection<ResourceId> All =>
        new ReadOnlyCollection<ResourceId>(new ArraySegment<ResourceId>(_ids, 0, Count));

    public ref readonly ResourceId this[int number] => ref _ids[number];

    /// <summary>Forgets all and keeps the room.</summary>
    public void Clear()
    {
        Array.Clear(_first);
        Count = 0;
    }

    public void EnsureCapacity(int capacity)
    {
        if (capacity > _ids.Length)
            Grow(capacity);
    }

    /// <summary>The number of an id, or -1.</summary>
    public int Find(in ResourceId id)
    {
        var n = _first[id.GetHashCode() & (_first.Length - 1)] - 1;
        while (n >= 0 && !_ids[n].Equals(id))
            n = _next[n];
        return n;
    }

    /// <summary>The number of an id, a new one where it is new.</summary>
    public int Add(in ResourceId id)
    {
        if (Find(id) is >= 0 and var known)
            return known;
        if (Count == _ids.Length)
            Grow(Count * 2);
        _ids[Count] = id;
        Chain(Count);
        return Count++;
    }

    private void Grow(int capacity)
    {
        Array.Resize(ref _ids, capacity);
        Array.Resize(ref _next, capacity);
        _first = Buckets(capacity);
        for (var n = 0; n < Count; n++)
            Chain(n);
    }

    private void Chain(int n)
    {
        ref var first = ref _first[_ids[n].GetHashCode() & (_first.Length - 1)];
        _next[n] = first - 1;
        first = n + 1;
    }

    private static int[] Buckets(int capacity) => new int[BitOperations.RoundUpToPowerOf2((uint)capacity)];
}
