using System.Globalization;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Restore;

/// <summary>What the edits of a draft removed, so that a place can be looked up without going through all edits.</summary>
internal sealed class RemovedPlaces
{
    private readonly HashSet<string> _removed = new(StringComparer.Ordinal);
    private readonly HashSet<string> _shortened = new(StringComparer.Ordinal);

    /// <param name="changes">The edits.</param>
    public RemovedPlaces(IEnumerable<ResourceChange> changes)
    {
        foreach (var change in changes.Where(change => change.IsRemoval))
        {
            _removed.Add(change.Path);
            if (IsIndex(change.Path[(change.Path.LastIndexOf('/') + 1)..]))
                _shortened.Add(JsonPointer.Parent(change.Path));
        }
    }

    /// <summary>Whether the value at a pointer was removed, or what holds it.</summary>
    public bool Holds(string path) => _removed.Count > 0 && WithOuter(path).Any(_removed.Contains);

    /// <summary>Whether an item was removed from a list that the pointer leads through.</summary>
    public bool MayHaveMoved(string path) => _shortened.Count > 0 && WithOuter(path).Skip(1).Any(_shortened.Contains);

    /// <summary>A pointer, and the pointers to all that the value stands in.</summary>
    private static IEnumerable<string> WithOuter(string path)
    {
        for (var place = path; place.Length > 0; place = JsonPointer.Parent(place))
            yield return place;
    }

    private static bool IsIndex(string token) =>
        int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out _);
}
