namespace KubeVirt.Backup.Chains;

/// <summary>What a restore of one point takes.</summary>
/// <param name="Point">The point.</param>
/// <param name="Points">
/// The backups that it needs in the order in which they are applied: a full one first, the point last. Where the chain is
/// broken, those behind the gap.
/// </param>
/// <param name="Missing">Why it cannot be restored, in one sentence; <see langword="null"/> where it can.</param>
public sealed record ChainRestore(ChainPoint Point, IReadOnlyList<ChainPoint> Points, string? Missing)
{
    /// <summary>Whether everything that it needs is there.</summary>
    public bool IsComplete => Missing is null;

    /// <summary>
    /// The files of each volume of the point in the order in which they are applied, the whole volume first; empty where the
    /// chain is broken.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<ChainFile>> Files { get; init; } =
        new Dictionary<string, IReadOnlyList<ChainFile>>();
}
