using System.Runtime.InteropServices;

namespace KubeVirt.Backup.Json;

/// <summary>The matches of one scan, found by pattern or by the object that holds them. Keeps its buffers.</summary>
internal sealed class PathMatches
{
    // Up to here a search through all matches is faster than a dictionary.
    private const int FewMatches = 64;
    private readonly List<PathMatch> _all = [];
    private readonly Dictionary<(int Parent, int Pattern), int> _siblings = [];

    // For each pattern the index of its first match, or -1.
    private int[] _first = [];

    /// <summary>The matches in document order.</summary>
    public List<PathMatch> All => _all;

    /// <summary>Removes the matches of the last scan and makes room for the patterns of the next.</summary>
    public void Reset(int patternCount)
    {
        _all.Clear();
        _siblings.Clear();
        if (_first.Length < patternCount)
            _first = new int[patternCount];
        _first.AsSpan().Fill(-1);
    }

    /// <summary>Adds a match. Matches come in document order.</summary>
    public void Add(in PathMatch match)
    {
        if (_first[match.Pattern] < 0)
            _first[match.Pattern] = _all.Count;
        _all.Add(match);
    }

    /// <summary>The first match of a pattern; <see langword="null"/> where there is none.</summary>
    public PathMatch? First(int pattern) => _first[pattern] >= 0 ? _all[_first[pattern]] : null;

    /// <summary>
    /// The match of a pattern in the object that holds another match; <see langword="null"/> where there is none.
    /// </summary>
    public PathMatch? Beside(in PathMatch match, int pattern)
    {
        if (_all.Count <= FewMatches)
        {
            foreach (ref readonly var other in CollectionsMarshal.AsSpan(_all))
            {
                if (other.Pattern == pattern && other.Parent == match.Parent)
                    return other;
            }

            return null;
        }

        if (_siblings.Count == 0)
        {
            for (var i = 0; i < _all.Count; i++)
                _siblings.TryAdd((_all[i].Parent, _all[i].Pattern), i);
        }

        return _siblings.TryGetValue((match.Parent, pattern), out var found) ? _all[found] : null;
    }
}
