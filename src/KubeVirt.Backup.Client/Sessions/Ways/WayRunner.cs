using KubeVirt.Backup.Client.Freeze;
using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Client.Sessions;

/// <summary>Carries out one way for all machines of it. Each step does nothing unless the way needs it.</summary>
internal abstract class WayRunner
{
    /// <summary>What shows, before anything is done, that it would fail.</summary>
    public virtual Task<IReadOnlyList<Finding>> CheckAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Finding>>([]);

    /// <summary>Does what need not wait until guests are frozen.</summary>
    public virtual Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Takes snapshots while guests are frozen.</summary>
    /// <param name="work">The session's work.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public virtual Task<IReadOnlyList<ClaimTime>> TakeAsync(SnapshotWork work, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<ClaimTime>>([]);

    /// <summary>Does the rest when guests run again. What fails is in the result.</summary>
    public virtual Task<WayResult> FinishAsync(CancellationToken cancellationToken) => Task.FromResult(WayResult.None);

    /// <summary>Removes what it made in the cluster, where the backup failed or was given up.</summary>
    /// <returns>What may still be there.</returns>
    public virtual Task<IReadOnlyList<Finding>> UndoAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Finding>>([]);
}
