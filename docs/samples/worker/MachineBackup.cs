using KubeVirt.Backup.Client.Actions;
using KubeVirt.Backup.Client.Freeze;
using KubeVirt.Backup.Client.Sessions;
using KubeVirt.Backup.Client.Snapshots;
using KubeVirt.Backup.Planning;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KubeVirt.Backup.Worker;

/// <summary>Backs up one machine, pool or replica set: guests are frozen while CSI snapshots are taken, then its archive is written.</summary>
internal sealed partial class MachineBackup(
    BackupSession session,
    VolumeSnapshots snapshots,
    Catalogue catalogue,
    IOptions<BackupSettings> settings,
    TimeProvider time,
    ILogger<MachineBackup> logger
)
{
    private IReadOnlyList<ClaimSnapshot> _claims = [];

    public Task<BackupReport> RunAsync(
        BackupPlan plan,
        ResourceId root,
        ClusterIdentity cluster,
        CancellationToken cancellationToken
    )
    {
        var options = new BackupOptions
        {
            Archive = catalogue.NewPath(root, time.GetUtcNow()),
            Cluster = cluster,
            Freezes = settings.Value.Freezes,
        };
        if (settings.Value.Snapshots)
            options = options with { Prepare = PrepareAsync, Snapshot = SnapshotAsync, Undo = UndoAsync };

        return session.RunAsync(plan, options, cancellationToken);
    }

    private async Task PrepareAsync(BackupPlan plan, CancellationToken cancellationToken) =>
        _claims = await snapshots.PrepareAsync(
            plan.Volumes,
            $"backup-{time.GetUtcNow():yyyyMMddHHmmssfff}",
            cancellationToken
        );

    private async Task<IReadOnlyCollection<ClaimTime>> SnapshotAsync(
        SnapshotWork work,
        CancellationToken cancellationToken
    )
    {
        _claims = await snapshots.CreateAsync(_claims, null, cancellationToken);
        var limit = new WaitOptions { Limit = work.Remaining ?? TimeSpan.FromMinutes(10) };
        _claims = await snapshots.WaitAsync(_claims, SnapshotMoment.Taken, limit, cancellationToken: cancellationToken);

        return [.. _claims.Select(claim => claim.Time)];
    }

    private async Task UndoAsync(BackupPlan plan, CancellationToken cancellationToken)
    {
        foreach (var left in await snapshots.RemoveAsync(_claims, cancellationToken))
            LogLeft(left.Message);
    }

    [LoggerMessage(LogLevel.Warning, "{Left}")]
    private partial void LogLeft(string left);
}
