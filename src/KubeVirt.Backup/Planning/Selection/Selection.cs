using System.Collections.Immutable;

namespace KubeVirt.Backup.Planning;

/// <summary>
/// What a backup may hold. A root must match one of the includes in full. What roots need must be of a kind and in a
/// namespace that an include names; names and labels choose only where to start, so that a label on a machine brings
/// its volumes along. What an exclude matches is left out, whoever needs it. Immutable.
/// </summary>
/// <remarks>
/// So does Velero: pkg/backup/item_collector.go applies label selectors to what it lists, pkg/backup/item_backupper.go
/// kinds, namespaces and marks to everything.
/// </remarks>
public sealed class Selection
{
    /// <summary>Combines selectors.</summary>
    /// <param name="include">What a backup may hold. Default: everything.</param>
    /// <param name="exclude">What it may not hold. Default: nothing.</param>
    /// <param name="honourMarks">
    /// Whether objects that carry one of <see cref="ExclusionMark.All"/> are left out. Default: yes.
    /// </param>
    /// <exception cref="SelectionException">The excludes take away all of an include.</exception>
    public Selection(
        IEnumerable<ResourceSelector>? include = null,
        IEnumerable<ResourceSelector>? exclude = null,
        bool honourMarks = true
    )
    {
        Include = [.. include ?? []];
        Exclude = [.. exclude ?? []];
        HonoursMarks = honourMarks;
        if (SelectionConflicts.Find(Include, Exclude).ToList() is { Count: > 0 } conflicts)
            throw new SelectionException(conflicts);
    }

    /// <summary>Everything that carries no mark.</summary>
    public static Selection Everything { get; } = new();

    /// <summary>What a backup may hold; empty for everything.</summary>
    public ImmutableArray<ResourceSelector> Include { get; }

    /// <summary>What a backup may not hold.</summary>
    public ImmutableArray<ResourceSelector> Exclude { get; }

    /// <summary>Whether objects that carry one of <see cref="ExclusionMark.All"/> are left out.</summary>
    public bool HonoursMarks { get; }

    /// <summary>Reads selectors, see <see cref="ResourceSelector.Parse"/>.</summary>
    /// <exception cref="SelectionException">
    /// Selectors do not parse, or contradict each other; all of them are said.
    /// </exception>
    public static Selection Parse(IEnumerable<string> include, IEnumerable<string> exclude, bool honourMarks = true)
    {
        ArgumentNullException.ThrowIfNull(include);
        ArgumentNullException.ThrowIfNull(exclude);
        var problems = new List<string>();
        var includes = ParseAll(include, problems);
        var excludes = ParseAll(exclude, problems);
        return problems.Count == 0
            ? new Selection(includes, excludes, honourMarks)
            : throw new SelectionException(problems.Concat(SelectionConflicts.Find(includes, excludes)));
    }

    /// <summary>Why a backup may not hold an object, in one sentence; <see langword="null"/> where it may.</summary>
    public string? Rejects(Resource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        if (!Include.IsEmpty && !Include.Any(selector => selector.Reaches(resource.Id)))
            return $"The selection does not include it ({string.Join(" or ", Include)}).";
        if (Exclude.FirstOrDefault(selector => selector.Matches(resource)) is { } exclude)
            return $"The selection excludes it ({exclude}).";
        return HonoursMarks && ExclusionMark.On(resource) is { } mark ? $"It carries the {mark}." : null;
    }

    /// <summary>
    /// Why a backup does not start from an object, in one sentence; <see langword="null"/> where it does.
    /// </summary>
    public string? RejectsRoot(Resource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        return Rejects(resource)
            ?? (
                Include.IsEmpty || Include.Any(selector => selector.Matches(resource))
                    ? null
                    : $"The selection does not include it ({string.Join(" or ", Include)})."
            );
    }

    /// <summary>The includes and the excludes.</summary>
    public override string ToString() =>
        (Include.IsEmpty ? "*" : string.Join(" or ", Include))
        + (Exclude.IsEmpty ? "" : $" without {string.Join(" and ", Exclude)}");

    private static ImmutableArray<ResourceSelector> ParseAll(IEnumerable<string> texts, List<string> problems)
    {
        var selectors = ImmutableArray.CreateBuilder<ResourceSelector>();
        foreach (var text in texts)
        {
            try
            {
                selectors.Add(ResourceSelector.Parse(text));
            }
            catch (SelectorException e)
            {
                problems.Add(e.Message);
            }
        }

        return selectors.ToImmutable();
    }
}
