using KubeVirt.Backup.Client.Freeze;
using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Client.Sessions;

/// <summary>What a snapshot function has to do, and how long it has for that.</summary>
public sealed class SnapshotWork
{
    private readonly FreezeSession? _session;

    internal SnapshotWork(BackupPlan plan, FreezeSession? session)
    {
        Plan = plan;
        _session = session;
    }

    /// <summary>What is backed up: <see cref="BackupPlan.Volumes"/> are the claims to take snapshots of.</summary>
    public BackupPlan Plan { get; }

    /// <summary>
    /// How much time is left now until the first guest is not vouched for any more, which is
    /// <see cref="FreezeSession.Remaining"/>; <see langword="null"/> where there is no such guest. The work is not
    /// stopped then: later snapshots are worth less, not nothing.
    /// </summary>
    public TimeSpan? Remaining => _session?.Remaining;
}
