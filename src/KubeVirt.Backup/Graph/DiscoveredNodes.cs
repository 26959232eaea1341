using System.Runtime.InteropServices;

namespace KubeVirt.Backup.Graph;

/// <summary>
/// The nodes of a graph that is being built, by number: which of them were found, which are followed, and which are
/// still to be resolved.
/// </summary>
/// <param name="ids">Numbers the nodes. It may hold the ids of the first objects already, in their order.</param>
/// <param name="leaveOut">Gives the reason why an object is left out, or <see langword="null"/>.</param>
/// <remarks>Not safe to change from several threads.</remarks>
internal sealed class DiscoveredNodes(IdTable ids, Func<Resource, string?> leaveOut)
{
    private readonly List<Entry> _entries = [];
    private readonly List<int> _toResolve = [];

    /// <summary>How many nodes there are; their numbers run from 0.</summary>
    public int Count => _entries.Count;

    /// <summary>The numbers of all ids, for lookups that add none.</summary>
    public IdTable Ids => ids;

    /// <summary>Whether the object was found, be it left out or not.</summary>
    public bool IsFound(int node) => _entries[node].Resource is not null;

    /// <summary>The object; <see langword="null"/> where it was not found.</summary>
    public Resource? ResourceOf(int node) => _entries[node].Resource;

    /// <summary>Whether nobody knows if the object is there.</summary>
    public bool IsNotRead(int node) => _entries[node] is { Resource: null, IsNotRead: true };

    /// <summary>Whether the object was found and is not left out.</summary>
    public bool IsIncluded(int node) => _entries[node] is { Resource: not null, LeftOut: null };

    /// <summary>Whether the object was found, is not left out, and is part of the graph rather than only named by it.</summary>
    public bool IsPart(int node) => _entries[node] is { Resource: not null, LeftOut: null, IsFollowed: true };

    /// <summary>Why the object is left out; <see langword="null"/> where it is not.</summary>
    public string? ReasonLeftOut(int node) => _entries[node].LeftOut;

    /// <summary>Makes room for this many roots and for what they name.</summary>
    public void EnsureCapacity(int roots)
    {
        // The ids that roots name and that are no roots come on top: a secret or a claim for every second object.
        var expected = roots + (roots / 2);
        ids.EnsureCapacity(expected);
        _entries.EnsureCapacity(expected);
    }

    /// <summary>Adds the objects whose ids are numbered already, all of them found and followed.</summary>
    public void AddFollowed(IReadOnlyList<Resource> resources)
    {
        _entries.EnsureCapacity(resources.Count + (resources.Count / 2));
        _toResolve.EnsureCapacity(resources.Count);

        for (var node = 0; node < resources.Count; node++)
        {
            _entries.Add(new Entry { IsFollowed = true });
            SetResource(node, resources[node]);
        }
    }

    /// <summary>Adds the node of an id; <see langword="false"/> where there is one already.</summary>
    /// <param name="id">The id.</param>
    /// <param name="node">The number of the new node, or of the one that is there.</param>
    public bool TryAdd(in ResourceId id, out int node)
    {
        node = ids.Add(id);
        if (node < _entries.Count)
            return false;

        _entries.Add(default);
        return true;
    }

    /// <summary>Notes that an object was found. The first one counts where a source returns several.</summary>
    public void SetResource(int node, Resource resource)
    {
        ref var entry = ref EntryOf(node);
        if (entry.Resource is not null)
            return;

        entry.Resource = resource;
        entry.LeftOut = leaveOut(resource);
        if (entry.IsFollowed)
            _toResolve.Add(node);
    }

    /// <summary>Notes that nobody knows whether an object is there. One that is found after all counts as found.</summary>
    public void SetNotRead(int node) => EntryOf(node).IsNotRead = true;

    /// <summary>
    /// Notes that a followed reference leads to a node, so that its own references are wanted as well.
    /// </summary>
    public void Follow(int node)
    {
        ref var entry = ref EntryOf(node);
        entry.IsFollowed = true;
        if (entry.Resource is not null && !entry.IsResolved)
            _toResolve.Add(node);
    }

    /// <summary>
    /// The objects whose references are not known yet, and marks them as resolved. Each object is returned once; those
    /// that are left out never are.
    /// </summary>
    public List<(int Node, Resource Resource)> TakeUnresolved()
    {
        var objects = new List<(int, Resource)>(_toResolve.Count);
        foreach (var node in _toResolve)
        {
            ref var entry = ref EntryOf(node);
            if (entry.IsResolved || entry.LeftOut is not null || entry.Resource is not { } resource)
                continue;

            entry.IsResolved = true;
            objects.Add((node, resource));
        }

        _toResolve.Clear();
        return objects;
    }

    /// <summary>The nodes in another order, as the finished graph keeps them.</summary>
    public ResourceNode[] ToNodes(int[] order) => Array.ConvertAll(order, node => _entries[node].ToNode(ids[node]));

    private ref Entry EntryOf(int node) => ref CollectionsMarshal.AsSpan(_entries)[node];

    private struct Entry
    {
        public Resource? Resource;
        public string? LeftOut;
        public bool IsFollowed;
        public bool IsResolved;
        public bool IsNotRead;

        public readonly ResourceNode ToNode(ResourceId id) => new(id, State(), Resource) { LeftOut = LeftOut };

        private readonly NodeState State()
        {
            if (Resource is null)
                return IsNotRead ? NodeState.NotRead : NodeState.Missing;

            return IsFollowed && LeftOut is null ? NodeState.Observed : NodeState.Outside;
        }
    }
}
