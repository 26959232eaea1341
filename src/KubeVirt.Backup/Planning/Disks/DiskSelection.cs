using System.Collections.Immutable;

namespace KubeVirt.Backup.Planning;

/// <summary>
/// Which disks of machines are chosen. The others are left out on purpose: their claims stay in the plan, and their data
/// is in no backup. Immutable.
/// </summary>
/// <remarks>
/// Includes and marks are about disks with data that outlasts the guest, on claims and in files of a node; excludes can name
/// any disk. A claim that several machines use is left out only where each of them leaves it out.
/// </remarks>
/// <example>
/// <code language="csharp">
/// BackupPlan chosen = BackupPlanner.Plan(
///     manifests.Resources,
///     new PlanOptions { Disks = DiskSelection.Parse(include: [], exclude: ["scratch", "is=shareable"]) }
/// );
/// foreach (PlannedDisk disk in chosen.Machines.SelectMany(machine => machine.Disks))
///     Console.WriteLine($"{disk.Machine}: {disk}");
/// </code>
/// </example>
public sealed class DiskSelection
{
    /// <summary>Combines selectors.</summary>
    /// <param name="include">Which disks are chosen. Default: all.</param>
    /// <param name="exclude">Which of them are not. Default: none.</param>
    /// <param name="honourMarks">
    /// Whether disks are left out that their machine or claim marks, see <see cref="DiskMarks"/>. Default: yes.
    /// </param>
    public DiskSelection(
        IEnumerable<DiskSelector>? include = null,
        IEnumerable<DiskSelector>? exclude = null,
        bool honourMarks = true
    )
    {
        Include = [.. include ?? []];
        Exclude = [.. exclude ?? []];
        HonoursMarks = honourMarks;
    }

    /// <summary>All disks but those that carry a mark.</summary>
    public static DiskSelection Everything { get; } = new();

    /// <summary>Which disks are chosen; empty for all.</summary>
    public IReadOnlyList<DiskSelector> Include { get; }

    /// <summary>Which of them are not.</summary>
    public IReadOnlyList<DiskSelector> Exclude { get; }

    /// <summary>Whether disks are left out that their machine or claim marks, see <see cref="DiskMarks"/>.</summary>
    public bool HonoursMarks { get; }

    /// <summary>Reads selectors as people write them, see <see cref="DiskSelector.Parse"/>.</summary>
    /// <param name="include">Which disks are chosen; none for all.</param>
    /// <param name="exclude">Which of them are not.</param>
    /// <param name="honourMarks">Whether marks of machines and claims count. Default: yes.</param>
    /// <exception cref="SelectionException">Selectors do not parse; the message lists all of them.</exception>
    public static DiskSelection Parse(IEnumerable<string> include, IEnumerable<string> exclude, bool honourMarks = true)
    {
        ArgumentNullException.ThrowIfNull(include);
        ArgumentNullException.ThrowIfNull(exclude);
        var problems = new List<string>();
        var includes = SelectorLists.Parse(include, DiskSelector.Parse, problems);
        var excludes = SelectorLists.Parse(exclude, DiskSelector.Parse, problems);

        return problems.Count == 0
            ? new DiskSelection(includes, excludes, honourMarks)
            : throw new SelectionException(problems);
    }

    /// <summary>Why a disk is left out, in one sentence; <see langword="null"/> where it is chosen.</summary>
    /// <param name="disk">The disk.</param>
    /// <param name="machine">Its machine, with its annotations.</param>
    /// <param name="claim">Its claim, with its labels; <see langword="null"/> where it has none or none was found.</param>
    public string? Rejects(PlannedDisk disk, Resource machine, Resource? claim)
    {
        ArgumentNullException.ThrowIfNull(disk);
        ArgumentNullException.ThrowIfNull(machine);

        return Rejects(disk, DiskMarks.On(machine), claim);
    }

    /// <summary>The same, where the names that the machine marks are known: it may have very many disks.</summary>
    internal string? Rejects(PlannedDisk disk, IReadOnlyCollection<string> marked, Resource? claim)
    {
        if (Include.Count > 0 && !Include.Any(selector => selector.Matches(disk, claim)))
            return $"The choice of disks does not take it ({string.Join(" or ", Include)}).";
        if (Excludes(disk, claim) is { } excluded)
            return excluded;
        if (!HonoursMarks)
            return null;
        if (marked.Contains(disk.Name))
            return $"Its machine leaves it out by the annotation {DiskMarks.WithoutDisks}.";

        return claim is not null && DiskMarks.IsOn(claim)
            ? $"Its claim is marked with {DiskMarks.WithoutData}=true."
            : null;
    }

    /// <summary>Why an exclude takes a disk, in one sentence; <see langword="null"/> where none does.</summary>
    internal string? Excludes(PlannedDisk disk, Resource? claim) =>
        Exclude.FirstOrDefault(selector => selector.Matches(disk, claim)) is { } exclude
            ? $"The choice of disks leaves it out ({exclude})."
            : null;

    /// <summary>The includes and the excludes, in the form in which they are parsed.</summary>
    public override string ToString() => SelectorLists.Describe(Include, Exclude);
}
