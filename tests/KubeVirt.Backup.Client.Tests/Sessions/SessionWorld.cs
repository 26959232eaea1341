using KubeVirt.Backup.Client.Freeze;
using KubeVirt.Backup.Client.Sessions;

namespace KubeVirt.Backup.Client;

/// <summary>What tests of sessions share: snapshots that are taken at once, and what was logged and reported.</summary>
internal static class SessionWorld
{
    /// <summary>Takes the snapshot of each volume, with a handle.</summary>
    public static Task<IReadOnlyCollection<ClaimTime>> TakeAsync(SnapshotWork work, CancellationToken _)
    {
        List<ClaimTime> taken = [];
        foreach (var claim in work.Plan.Volumes)
        {
            var now = DateTimeOffset.UtcNow;
            taken.Add(new ClaimTime(claim, new SnapshotTime(now, now)) { Handle = $"snap-{claim.Name}" });
            work.ReportTaken(claim);
        }

        return Task.FromResult<IReadOnlyCollection<ClaimTime>>(taken);
    }
}
