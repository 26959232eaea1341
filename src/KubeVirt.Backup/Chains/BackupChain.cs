using System.Diagnostics;
using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Chains;

/// <summary>
/// The backups of one machine's disks and what each of them is based on: whether they fit together, what a restore of one
/// takes, and which can be pruned. Immutable and pure.
/// </summary>
/// <example>
/// <code language="csharp">
/// IEnumerable&lt;ChainPoint&gt; points = []; // BackupDocument.Points of some archives
/// foreach (BackupChain chain in BackupChain.Of(points))
/// {
///     Console.WriteLine(string.Join('\n', chain.Findings));
///     foreach (ChainPoint needed in chain.RestoreOf("friday").Points)
///         Console.WriteLine(needed);
///     foreach (ChainPoint old in chain.Prunable(keep: ["friday"]))
///         Console.WriteLine($"{old.Name} can go");
/// }
/// </code>
/// </example>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class BackupChain
{
    private readonly Dictionary<string, ChainPoint> _byName;
    private readonly Dictionary<string, ChainPoint> _byCheckpoint;
    private readonly Dictionary<ChainPoint, string> _broken;

    private BackupChain(ResourceId machine, IReadOnlyList<(ChainPoint Point, int Index)> points)
    {
        Machine = machine;
        Points = [.. points.Select(point => point.Point)];
        var checks = new ChainChecks(points);
        _byName = checks.ByName;
        _byCheckpoint = checks.ByCheckpoint;
        _broken = checks.Broken;
        Findings = checks.Findings;
    }

    /// <summary>The VirtualMachine.</summary>
    public ResourceId Machine { get; }

    /// <summary>Its backups, ordered by time and name.</summary>
    public IReadOnlyList<ChainPoint> Points { get; }

    /// <summary>
    /// What is wrong with the chain, in the order of its points. A path leads to the point by its place in what
    /// <see cref="Of"/> was given.
    /// </summary>
    public IReadOnlyList<Finding> Findings { get; }

    /// <summary>The chains of all machines of some backups, ordered by machine.</summary>
    /// <param name="points">The backups, in any order.</param>
    public static IReadOnlyList<BackupChain> Of(IEnumerable<ChainPoint> points)
    {
        ArgumentNullException.ThrowIfNull(points);
        var machines = points
            .Select((point, index) => (Point: point, Index: index))
            .GroupBy(pair => pair.Point.Machine);

        return
        [
            .. machines
                .OrderBy(machine => machine.Key)
                .Select(machine => new BackupChain(machine.Key, [.. machine.OrderBy(pair => pair.Point, ByTime)])),
        ];
    }

    /// <summary>The backup that another one is based on; <see langword="null"/> for a full one, and where it is absent.</summary>
    /// <param name="point">A backup of the chain.</param>
    public ChainPoint? BaseOf(ChainPoint point)
    {
        ArgumentNullException.ThrowIfNull(point);

        return point is { Kind: ChainPointKind.Incremental, Since: { } since }
            ? _byCheckpoint.GetValueOrDefault(since)
            : null;
    }

    /// <summary>What a restore of a point takes, in the order in which it is applied.</summary>
    /// <param name="name">The name of the point.</param>
    /// <exception cref="ArgumentException">The chain has no such point.</exception>
    public ChainRestore RestoreOf(string name)
    {
        var point = Find(name);
        var needed = Needed(point);
        var broken = needed.FirstOrDefault(_broken.ContainsKey);
        if (broken is not null)
            return new ChainRestore(point, needed, _broken[broken]);

        return new ChainRestore(point, needed, null)
        {
            Files = point.Files.ToDictionary(
                file => file.Volume,
                IReadOnlyList<ChainFile> (file) => FilesOf(file.Volume, needed),
                StringComparer.Ordinal
            ),
        };
    }

    /// <summary>The backups that cannot be restored without a point, itself among them, ordered by time.</summary>
    /// <param name="name">The name of the point.</param>
    /// <exception cref="ArgumentException">The chain has no such point.</exception>
    public IReadOnlyList<ChainPoint> DependentsOf(string name)
    {
        var point = Find(name);

        return [.. Points.Where(other => Needed(other).Contains(point))];
    }

    /// <summary>
    /// The backups that can be removed so that what is kept can be restored as before, ordered by time. What cannot be
    /// restored anyway is among them unless it is kept.
    /// </summary>
    /// <param name="keep">Names of the points to keep.</param>
    /// <param name="keepLatest">
    /// Whether the latest point is kept, too, since the next incremental backup is based on it. Default: yes.
    /// </param>
    /// <exception cref="ArgumentException">The chain has no such point.</exception>
    public IReadOnlyList<ChainPoint> Prunable(IEnumerable<string> keep, bool keepLatest = true)
    {
        ArgumentNullException.ThrowIfNull(keep);
        var kept = keep.Select(Find).ToList();
        if (keepLatest && Points.Count > 0)
            kept.Add(Points[^1]);

        var needed = kept.SelectMany(Needed).ToHashSet<ChainPoint>(ReferenceEqualityComparer.Instance);

        return [.. Points.Where(point => !needed.Contains(point))];
    }

    /// <summary>What the next backup through a tracker will be.</summary>
    /// <param name="tracker">The tracker as it is in the cluster now; <see langword="null"/> where there is none.</param>
    public ChainNext Next(ChainTracker? tracker)
    {
        var findings = TrackerChecks.Find(this, tracker, Points.Count > 0 ? Points[^1] : null).ToList();
        if (findings.Exists(finding => finding.Severity != FindingSeverity.Info) || tracker?.Checkpoint is null)
            return new ChainNext(ChainPointKind.Full, null, findings);

        return new ChainNext(ChainPointKind.Incremental, _byCheckpoint.GetValueOrDefault(tracker.Checkpoint), findings);
    }

    /// <summary>One line: the machine, how many points there are and how many findings.</summary>
    public override string ToString() => $"{Machine}: {Points.Count} points, {Findings.Count} findings";

    internal ChainPoint? WithCheckpoint(string checkpoint) => _byCheckpoint.GetValueOrDefault(checkpoint);

    private static Comparer<ChainPoint> ByTime { get; } =
        Comparer<ChainPoint>.Create(
            (left, right) =>
            {
                var byTime = left.TakenAt.CompareTo(right.TakenAt);
                return byTime != 0 ? byTime : string.CompareOrdinal(left.Name, right.Name);
            }
        );

    private ChainPoint Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);

        return _byName.GetValueOrDefault(name)
            ?? throw new ArgumentException(
                $"The chain of {Machine} has no point '{name}'. It has {string.Join(", ", Points.Select(point => point.Name))}.",
                nameof(name)
            );
    }

    /// <summary>A point and all that it is based on, the first of them first; each once, also in a circle.</summary>
    private List<ChainPoint> Needed(ChainPoint point)
    {
        var needed = new List<ChainPoint>();
        var seen = new HashSet<ChainPoint>(ReferenceEqualityComparer.Instance);
        for (ChainPoint? next = point; next is not null && seen.Add(next); next = BaseOf(next))
            needed.Add(next);

        needed.Reverse();

        return needed;
    }

    /// <summary>The files of a volume from the last whole one on.</summary>
    private static ChainFile[] FilesOf(string volume, List<ChainPoint> needed)
    {
        var files = needed.Select(point => point.FileOf(volume)).OfType<ChainFile>().ToList();
        var first = files.FindLastIndex(file => file.IsFull);

        return [.. files.Skip(Math.Max(first, 0))];
    }
}
