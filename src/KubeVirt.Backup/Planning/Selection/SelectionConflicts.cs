using System.Collections.Immutable;

namespace KubeVirt.Backup.Planning;

/// <summary>Finds includes of which an exclude leaves nothing.</summary>
internal static class SelectionConflicts
{
    public static IEnumerable<string> Find(
        ImmutableArray<ResourceSelector> include,
        ImmutableArray<ResourceSelector> exclude
    )
    {
        var includes = include.IsEmpty ? [ResourceSelector.Everything] : include;
        return from wanted in includes
            from unwanted in exclude
            where Covers(unwanted, wanted)
            select $"The include '{wanted}' and the exclude '{unwanted}' contradict each other: nothing is left of the include. Remove one of them, or make the exclude narrower.";
    }

    private static bool Covers(ResourceSelector unwanted, ResourceSelector wanted) =>
        CoversAll(unwanted.Kinds, wanted.Kinds, Covers)
        && CoversAll(unwanted.Namespaces, wanted.Namespaces, Covers)
        && CoversAll(unwanted.Names, wanted.Names, Covers)
        && (
            unwanted.Labels is null or { Requirements.Length: 0 }
            || unwanted.Labels.ToString() == wanted.Labels?.ToString()
        );

    /// <summary>An empty list takes everything, so only an empty list covers it.</summary>
    private static bool CoversAll<T>(ImmutableArray<T> unwanted, ImmutableArray<T> wanted, Func<T, T, bool> covers) =>
        unwanted.IsEmpty || (!wanted.IsEmpty && wanted.All(pattern => unwanted.Any(other => covers(other, pattern))));

    // A pattern without wildcards is also a name, and one with some covers another only if it is the same or takes
    // everything.
    private static bool Covers(string unwanted, string wanted) =>
        unwanted == wanted
        || unwanted == "*"
        || (!wanted.AsSpan().ContainsAny('*', '?') && ResourceSelector.IsLike(wanted, [unwanted]));

    private static bool Covers(KindPattern unwanted, KindPattern wanted)
    {
        var kinds = KindScopes.All.Where(wanted.Matches).ToList();
        return unwanted == wanted
            || unwanted.ToString() == "*"
            || (
                kinds.Count > 0
                && wanted.ToString() != "*"
                && !wanted.ToString().StartsWith("*.", StringComparison.Ordinal)
                && kinds.All(unwanted.Matches)
            );
    }
}
