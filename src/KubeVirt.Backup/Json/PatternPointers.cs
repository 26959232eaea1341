using System.Collections.Concurrent;

namespace KubeVirt.Backup.Json;

/// <summary>
/// The JSON pointers that a pattern becomes at one place and another. The same few stand in all objects of a kind, so
/// each is built once.
/// </summary>
internal sealed class PatternPointers(string pattern)
{
    // Longer lists are rare: not worth a place in a cache that lives as long as the process.
    private const int MostItems = 64;
    private readonly ConcurrentDictionary<PathIndexes, string>? _known = pattern.Contains('*', StringComparison.Ordinal)
        ? new()
        : null;

    /// <summary>The pointer where the pattern's stars stand for these positions.</summary>
    public string At(PathIndexes indexes)
    {
        if (_known is null)
            return pattern;
        return indexes.Max < MostItems
            ? _known.GetOrAdd(indexes, static (places, pattern) => places.Fill(pattern), pattern)
            : indexes.Fill(pattern);
    }
}
