using KubeVirt.Backup.Client.Freeze;
using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Client.Sessions;

/// <summary>What a backup session came to.</summary>
/// <param name="Plan">What was backed up, and the findings on it.</param>
/// <param name="Verdicts">
/// What the snapshots of each machine are worth, by the guest it has or would have; stored with the archive; empty
/// where guests were not frozen.
/// </param>
/// <param name="Archive">The archive of the definitions; <see langword="null"/> where none was written.</param>
public sealed record BackupReport(BackupPlan Plan, IReadOnlyList<FreezeVerdict> Verdicts, string? Archive)
{
    /// <summary>
    /// The verdicts on guests that were to be frozen and are less than filesystem-consistent, whatever the reason: also
    /// those without an agent that the options skip.
    /// </summary>
    public IEnumerable<FreezeVerdict> NotConsistent =>
        Verdicts.Where(verdict => verdict.Consistency < Consistency.FilesystemConsistent);

    /// <summary>
    /// The plan's volumes of which <see cref="BackupOptions.Snapshot"/> returned no snapshot that was certainly taken;
    /// empty where there is no such function. Default: none.
    /// </summary>
    public IReadOnlyList<ResourceId> NotSnapshotted { get; init; } = [];

    /// <summary>
    /// Whether the backup is what was asked for: the plan has no errors, every guest that was to be frozen is
    /// consistent or offline, and every volume has its snapshot. Products that end with a code end with an error where
    /// it is not.
    /// </summary>
    public bool ReachedWhatWasAsked => !Plan.HasErrors && NotSnapshotted.Count == 0 && !NotConsistent.Any();
}
