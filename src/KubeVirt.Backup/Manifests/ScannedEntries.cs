using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Manifests;

/// <summary>
/// The resources of one document, as far as the scanner has found them, and the objects that are open.
/// </summary>
/// <remarks>
/// An API server writes <c>items</c> before <c>kind</c>, so whether an object is a list is known only at its end. Until
/// then each item is an entry of its own. Where the object turns out to be no list, the entries inside of it are
/// removed and it becomes an entry itself.
/// </remarks>
internal sealed class ScannedEntries
{
    private readonly List<ScannedObject> _entries = [];
    private readonly Stack<ScannedObject> _outer = new();

    /// <summary>The entries in the order of the document.</summary>
    public IReadOnlyCollection<ScannedObject> All => _entries;

    /// <summary>The innermost object that is open and can be a resource or a list of them.</summary>
    public ScannedObject? Current { get; private set; }

    /// <summary>Removes all entries.</summary>
    public void Clear() => _entries.Clear();

    /// <summary>Opens an object where a resource can stand.</summary>
    public void Open(int start, int depth)
    {
        if (Current is not null)
            _outer.Push(Current);

        Current = new ScannedObject(start, depth, _entries.Count);
    }

    /// <summary>Closes the innermost object.</summary>
    /// <param name="end">Offset behind its last byte.</param>
    public void CloseCurrent(int end)
    {
        var closed = Current!;
        Current = PopOuter();
        if (Current is { } outer)
            outer.Deepest = Math.Max(outer.Deepest, closed.Deepest);

        closed.Length = end - closed.Start;
        Close(closed, closed.IsList && closed.FindingId is null);
    }

    /// <summary>
    /// Closes all objects that are open because the text breaks off: lists keep the items that are complete, and
    /// everything else is removed.
    /// </summary>
    public void Abandon()
    {
        for (; Current is { } open; Current = PopOuter())
        {
            if (open.MayBeList && open.FindingId is null)
                Close(open, isList: true);
            else
                RemoveInside(open);
        }
    }

    /// <summary>Adds an entry for a value that cannot be a resource.</summary>
    public void AddRefused(string findingId, int at, string problem)
    {
        var entry = new ScannedObject(at, 0, _entries.Count);
        entry.Refuse(findingId, at, problem);
        _entries.Add(entry);
    }

    /// <summary>
    /// Makes an object an entry, in place of all that stands inside of it; or lets a list fill in what its items lack.
    /// </summary>
    private void Close(ScannedObject closed, bool isList)
    {
        if (!isList)
        {
            TakeOverFaults(closed);
            RemoveInside(closed);
            _entries.Add(closed);
            return;
        }

        for (var i = closed.Entries; i < _entries.Count; i++)
        {
            if (_entries[i].FindingId is null)
                ListItemTypeMeta.FillFrom(closed, _entries[i]);
        }
    }

    /// <summary>
    /// What makes the bytes of an item unusable, as a key that stands twice, does so to the object around it. That the
    /// item is no resource does not.
    /// </summary>
    private void TakeOverFaults(ScannedObject container)
    {
        for (var i = container.Entries; i < _entries.Count; i++)
        {
            var item = _entries[i];
            if (item.FindingId is { } id && id != FindingIds.NotAResource)
                container.Refuse(id, item.ProblemAt, item.Problem!);
        }
    }

    private void RemoveInside(ScannedObject container) =>
        _entries.RemoveRange(container.Entries, _entries.Count - container.Entries);

    private ScannedObject? PopOuter() => _outer.TryPop(out var outer) ? outer : null;
}
