using KubeVirt.Backup.Client.Freeze;
using KubeVirt.Backup.Client.Snapshots;
using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Client.Sessions;

/// <summary>CSI snapshots of all claims of its machines, and of those that are no machine's.</summary>
internal sealed class CsiRunner(WayContext context, IReadOnlyList<ResourceId> claims) : WayRunner
{
    private IReadOnlyList<ClaimSnapshot> _snapshots = [];

    private VolumeSnapshots Client => context.Work.Ways.Volumes;

    /// <inheritdoc/>
    public override async Task PrepareAsync(CancellationToken cancellationToken)
    {
        if (claims.Count > 0)
            _snapshots = await Client.PrepareAsync(claims, context.Prefix, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override async Task<IReadOnlyList<ClaimTime>> TakeAsync(
        SnapshotWork work,
        CancellationToken cancellationToken
    )
    {
        _snapshots = await Client.CreateAsync(_snapshots, null, cancellationToken).ConfigureAwait(false);
        var limit = context.While(work);
        // One that is too late for the freeze is no failure yet: it is waited for afterwards.
        var taken = await Client
            .WaitAsync(_snapshots, SnapshotMoment.Taken, limit, null, cancellationToken)
            .ConfigureAwait(false);
        foreach (var snapshot in taken.Where(snapshot => snapshot.Taken is not null))
            work.ReportTaken(snapshot.Claim);

        return [.. taken.Select(snapshot => snapshot.Time)];
    }

    /// <inheritdoc/>
    public override async Task<WayResult> FinishAsync(CancellationToken cancellationToken)
    {
        _snapshots = await Client
            .WaitAsync(_snapshots, SnapshotMoment.Taken, context.Work.Wait, null, cancellationToken)
            .ConfigureAwait(false);
        var findings = _snapshots.SelectMany(snapshot => new[] { snapshot.Problem, snapshot.Doubt });

        return new WayResult
        {
            Snapshots = [.. _snapshots.Select(snapshot => snapshot.Time)],
            Findings = [.. findings.OfType<Finding>().Distinct()],
        };
    }

    /// <inheritdoc/>
    public override Task<IReadOnlyList<Finding>> UndoAsync(CancellationToken cancellationToken) =>
        Client.RemoveAsync(_snapshots, cancellationToken);
}
