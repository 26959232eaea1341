using System.Collections.Concurrent;

namespace KubeVirt.Backup.Json;

/// <summary>
/// The JSON pointers that a pattern with stars stands for. All objects of a kind have the same few of them, so each is
/// built once and kept.
/// </summary>
/// <param name="pattern">The pattern.</param>
/// <remarks>Safe to use from several threads.</remarks>
internal sealed class PatternPointers(string pattern)
{
    // Longer lists are rare: not worth room in a cache that lives as long as the process.
    private const int MaxCachedIndex = 64;
    private readonly ConcurrentDictionary<PathIndexes, string>? _known = pattern.Contains('*', StringComparison.Ordinal)
        ? new()
        : null;

    /// <summary>The pointer in which the stars of the pattern are replaced by these list positions.</summary>
    public string At(PathIndexes indexes)
    {
        if (_known is null)
            return pattern;

        return indexes.Max < MaxCachedIndex
            ? _known.GetOrAdd(indexes, static (places, pattern) => places.Fill(pattern), pattern)
            : indexes.Fill(pattern);
    }
}
