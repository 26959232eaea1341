namespace KubeVirt.Backup.Planning;

/// <summary>
/// What a backup may hold. A root must match one of the includes in full. What roots need must be of a kind and in a
/// namespace that an include names; names and labels choose only where to start, so that a label on a machine brings
/// its volumes along. What an exclude matches is left out, whoever needs it. Immutable.
/// </summary>
/// <remarks>
/// Velero works in the same way: pkg/backup/item_collector.go applies label selectors to what it lists, pkg/backup/item_backupper.go
/// kinds, namespaces and marks to everything. What is left out although a machine needs it is reported by the plan, so
/// that a backup never looks complete when it is not. Safe for use from several threads.
/// </remarks>
/// <example>
/// <code language="csharp">
/// var selection = Selection.Parse(
///     include: ["namespaces=shop-*; labels=tier in (web,db)"],
///     exclude: ["kinds=Secret; names=*-token"]
/// );
/// BackupPlan selected = BackupPlanner.Plan(manifests.Resources, new PlanOptions { Selection = selection });
/// </code>
/// </example>
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
        var conflicts = SelectionConflicts.Find(Include, Exclude).ToList();
        if (conflicts.Count > 0)
            throw new SelectionException(conflicts);
    }

    /// <summary>Everything that carries no mark.</summary>
    public static Selection Everything { get; } = new();

    /// <summary>What a backup may hold; empty for everything.</summary>
    public IReadOnlyList<ResourceSelector> Include { get; }

    /// <summary>What a backup may not hold.</summary>
    public IReadOnlyList<ResourceSelector> Exclude { get; }

    /// <summary>Whether objects that carry one of <see cref="ExclusionMark.All"/> are left out.</summary>
    public bool HonoursMarks { get; }

    /// <summary>Reads selectors as people write them, see <see cref="ResourceSelector.Parse"/>.</summary>
    /// <param name="include">What a backup may hold; none for everything.</param>
    /// <param name="exclude">What it may not hold.</param>
    /// <param name="honourMarks">
    /// Whether objects that carry one of <see cref="ExclusionMark.All"/> are left out. Default: yes.
    /// </param>
    /// <exception cref="SelectionException">
    /// Selectors do not parse, or contradict each other; the message lists all of them.
    /// </exception>
    public static Selection Parse(IEnumerable<string> include, IEnumerable<string> exclude, bool honourMarks = true)
    {
        ArgumentNullException.ThrowIfNull(include);
        ArgumentNullException.ThrowIfNull(exclude);
        var problems = new List<string>();
        var includes = SelectorLists.Parse(include, ResourceSelector.Parse, problems);
        var excludes = SelectorLists.Parse(exclude, ResourceSelector.Parse, problems);

        return problems.Count == 0
            ? new Selection(includes, excludes, honourMarks)
            : throw new SelectionException(problems.Concat(SelectionConflicts.Find(includes, excludes)));
    }

    /// <summary>Why a backup may not hold an object, in one sentence; <see langword="null"/> where it may.</summary>
    /// <param name="resource">An object that a root needs, or a root.</param>
    public string? Rejects(Resource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        if (Include.Count > 0 && !Include.Any(selector => selector.Reaches(resource.Id)))
            return NotIncluded();
        if (Exclude.FirstOrDefault(selector => selector.Matches(resource)) is { } exclude)
            return $"The selection excludes it ({exclude}).";

        return HonoursMarks && ExclusionMark.On(resource) is { } mark ? $"It carries the {mark}." : null;
    }

    /// <summary>
    /// Why a backup does not start from an object, in one sentence; <see langword="null"/> where it does.
    /// </summary>
    /// <param name="resource">An object that could be a root.</param>
    public string? RejectsRoot(Resource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);

        if (Rejects(resource) is { } reason)
            return reason;
        if (Include.Count == 0 || Include.Any(selector => selector.Matches(resource)))
            return null;

        return NotIncluded();
    }

    /// <summary>The includes and the excludes, in the form in which they are parsed.</summary>
    public override string ToString() => SelectorLists.Describe(Include, Exclude);

    private string NotIncluded() => $"The selection does not include it ({string.Join(" or ", Include)}).";
}
