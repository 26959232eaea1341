namespace KubeVirt.Backup.Planning;

/// <summary>Finds includes of which an exclude leaves nothing.</summary>
/// <remarks>
/// Only what is certain from the texts counts. Two patterns with wildcards may take the same names without being alike,
/// and then no conflict is found.
/// </remarks>
internal static class SelectionConflicts
{
    /// <summary>A sentence for each pair that contradicts itself.</summary>
    /// <param name="include">The includes; empty for everything.</param>
    /// <param name="exclude">The excludes.</param>
    public static IEnumerable<string> Find(
        IReadOnlyList<ResourceSelector> include,
        IReadOnlyList<ResourceSelector> exclude
    )
    {
        var includes = include.Count == 0 ? [ResourceSelector.Everything] : include;

        return from wanted in includes
            from unwanted in exclude
            where Covers(unwanted, wanted)
            select $"The include '{wanted}' and the exclude '{unwanted}' contradict each other: "
                + "nothing is left of the include. Remove one of them, or make the exclude narrower.";
    }

    private static bool Covers(ResourceSelector unwanted, ResourceSelector wanted) =>
        CoversAll(unwanted.Kinds, wanted.Kinds, Covers)
        && CoversAll(unwanted.Namespaces, wanted.Namespaces, Covers)
        && CoversAll(unwanted.Names, wanted.Names, Covers)
        && Covers(unwanted.Labels, wanted.Labels);

    /// <summary>Whether a label selector takes everything, or is written as the other.</summary>
    private static bool Covers(LabelSelector? unwanted, LabelSelector? wanted) =>
        unwanted is null or { Requirements.Count: 0 } || unwanted.ToString() == wanted?.ToString();

    /// <summary>An empty list takes everything, so only an empty list covers it.</summary>
    private static bool CoversAll<T>(IReadOnlyList<T> unwanted, IReadOnlyList<T> wanted, Func<T, T, bool> covers)
    {
        if (unwanted.Count == 0)
            return true;

        return wanted.Count > 0 && wanted.All(pattern => unwanted.Any(other => covers(other, pattern)));
    }

    /// <summary>
    /// A pattern without wildcards is also a name. One with some covers another only if it is the same or takes
    /// everything.
    /// </summary>
    private static bool Covers(string unwanted, string wanted)
    {
        if (unwanted == wanted || unwanted == "*")
            return true;

        var isName = !wanted.AsSpan().ContainsAny('*', '?');

        return isName && ResourceSelector.IsLike(wanted, [unwanted]);
    }

    private static bool Covers(KindPattern unwanted, KindPattern wanted)
    {
        var text = wanted.ToString();
        if (unwanted == wanted || unwanted.ToString() == "*")
            return true;

        // A whole group may have kinds that nobody knows here.
        if (text == "*" || text.StartsWith("*.", StringComparison.Ordinal))
            return false;

        var kinds = KindScopes.All.Where(wanted.Matches).ToList();

        return kinds.Count > 0 && kinds.TrueForAll(unwanted.Matches);
    }
}
