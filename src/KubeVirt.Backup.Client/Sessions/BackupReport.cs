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
public sealed record BackupReport(BackupPlan Plan, IReadOnlyList<FreezeVerdict> Verdicts, string? Archive);
