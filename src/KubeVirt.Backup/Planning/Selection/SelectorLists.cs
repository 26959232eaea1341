namespace KubeVirt.Backup.Planning;

/// <summary>What selections of objects and of disks have in common: lists of includes and of excludes.</summary>
internal static class SelectorLists
{
    /// <summary>Parses what can be parsed, and collects what is wrong with the rest.</summary>
    /// <param name="texts">The selectors as people write them.</param>
    /// <param name="parse">Reads one.</param>
    /// <param name="problems">Receives what is wrong.</param>
    public static List<T> Parse<T>(IEnumerable<string> texts, Func<string, T> parse, List<string> problems)
    {
        var selectors = new List<T>();
        foreach (var text in texts)
        {
            try
            {
                selectors.Add(parse(text));
            }
            catch (SelectorException e)
            {
                problems.Add(e.Message);
            }
        }

        return selectors;
    }

    /// <summary>The includes and the excludes, in the form in which they are parsed.</summary>
    public static string Describe<T>(IReadOnlyList<T> include, IReadOnlyList<T> exclude)
    {
        var included = include.Count == 0 ? "*" : string.Join(" or ", include);

        return exclude.Count == 0 ? included : $"{included} without {string.Join(" and ", exclude)}";
    }
}
