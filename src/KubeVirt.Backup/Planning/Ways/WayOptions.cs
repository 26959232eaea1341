namespace KubeVirt.Backup.Planning;

/// <summary>Which ways to back up data a product wants, the one it likes best first.</summary>
/// <remarks>
/// The choice is made for each machine by itself, by what the cluster and the machine show: kinds that are served, classes of
/// snapshots, trackers, feature gates, and what the statuses of machine and guest say. What could not be read is never taken
/// for granted. Immutable.
/// </remarks>
/// <example>
/// <code language="csharp">
/// BackupPlan chosen = BackupPlanner.Plan(manifests, new PlanOptions { Ways = WayOptions.Auto });
/// foreach (PlannedMachine machine in chosen.Machines)
///     Console.WriteLine($"{machine.Id}: {machine.Way}");
/// </code>
/// </example>
public sealed record WayOptions
{
    /// <summary>
    /// What moves the least data first: a VirtualMachineBackup, a group snapshot of several claims, CSI snapshots, a
    /// VirtualMachineSnapshot.
    /// </summary>
    public static WayOptions Auto { get; } = new();

    /// <summary>
    /// The ways in the order in which they are tried; the first that is possible is taken. A single one is taken also where
    /// it is not known whether it is possible, and is an error where it is not. Default: those of <see cref="Auto"/>.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// There is none, one twice, or one that is no way, such as <see cref="BackupWay.None"/>.
    /// </exception>
    public IReadOnlyList<BackupWay> Preferred
    {
        get;
        init => field = Checked(value);
    } = [BackupWay.MachineBackup, BackupWay.GroupSnapshot, BackupWay.CsiSnapshots, BackupWay.MachineSnapshot];

    /// <summary>
    /// Which trackers are the product's own. Default: <see langword="null"/>, the only one of a machine. Of several, nobody
    /// knows whose they are, and a backup moves the checkpoint of the tracker that it goes through.
    /// </summary>
    public LabelSelector? Trackers { get; init; }

    /// <summary>Whether there is one way, and no other will do.</summary>
    public bool IsForced => Preferred.Count == 1;

    /// <summary>One way, and no other.</summary>
    /// <param name="way">The way.</param>
    /// <exception cref="ArgumentException">It is no way, such as <see cref="BackupWay.None"/>.</exception>
    public static WayOptions Only(BackupWay way) => new() { Preferred = [way] };

    private static BackupWay[] Checked(IReadOnlyList<BackupWay> ways)
    {
        ArgumentNullException.ThrowIfNull(ways);
        var known = WayRules.All.Select(rule => rule.Way).ToHashSet();
        if (ways.Count == 0 || ways.Distinct().Count() < ways.Count || !ways.All(known.Contains))
        {
            throw new ArgumentException(
                $"Name at least one of {string.Join(", ", known)}, each once, not '{string.Join(", ", ways)}'.",
                nameof(ways)
            );
        }

        return [.. ways];
    }

    /// <summary>Whether both ask for the same.</summary>
    public bool Equals(WayOptions? other) =>
        other is not null && Preferred.SequenceEqual(other.Preferred) && Equals(Trackers, other.Trackers);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Preferred.Count, Preferred[0]);
}
