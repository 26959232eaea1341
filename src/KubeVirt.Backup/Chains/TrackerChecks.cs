using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Chains;

/// <summary>Looks whether a chain can go on from where a tracker of the cluster is.</summary>
/// <remarks>
/// Source: KubeVirt pkg/storage/cbt: a tracker without a checkpoint makes the next backup full; where redefining the
/// checkpoint fails after a start of the guest, KubeVirt drops it.
/// </remarks>
internal static class TrackerChecks
{
    /// <summary>What is to be said; all but infos mean that the next backup must be full.</summary>
    public static IEnumerable<Finding> Find(BackupChain chain, ChainTracker? tracker, ChainPoint? latest)
    {
        if (latest is null)
            yield break;
        if (tracker is null)
        {
            yield return Lost(
                chain.Machine,
                null,
                "There is no tracker of the machine, so that the next backup is full."
            );
            yield break;
        }

        if (tracker.Checkpoint is not { } checkpoint)
        {
            yield return Lost(
                tracker.Id,
                "/status/latestCheckpoint",
                $"The tracker has lost its status: it knows no checkpoint, though {latest.Name} made one, so that the next "
                    + "backup is full. Never restore a tracker from a manifest over one that is there."
            );
            yield break;
        }

        if (chain.WithCheckpoint(checkpoint) is not { } basis)
        {
            yield return Lost(
                tracker.Id,
                "/status/latestCheckpoint/name",
                $"The tracker is at the checkpoint '{checkpoint}', which no point of the chain made: somebody else backed up "
                    + "through it, or a backup was lost. Force a full backup, or the next one has no base."
            );
            yield break;
        }

        foreach (var finding in Since(chain, tracker, basis))
            yield return finding;
    }

    private static IEnumerable<Finding> Since(BackupChain chain, ChainTracker tracker, ChainPoint basis)
    {
        if (chain.RestoreOf(basis.Name).Missing is { } missing)
            yield return Lost(
                chain.Machine,
                null,
                $"The next backup would be based on {basis.Name}, which cannot be restored: {missing} Force a full backup."
            );
        if (basis.MachineUid is { } uid && tracker.MachineUid is { } now && uid != now)
            yield return Void(chain, $"The machine is another one than that of {basis.Name}. Force a full backup.");
        else if (tracker.RestoreMark is { } mark && mark != basis.RestoreMark)
            yield return Void(
                chain,
                $"The machine was restored after {basis.Name}, so that the checkpoint is of other disks. Force a full backup."
            );
        if (tracker.RequiresRedefinition)
            yield return new Finding(
                FindingIds.TrackerLost,
                FindingSeverity.Info,
                tracker.Id,
                "/status/checkpointRedefinitionRequired",
                "The guest was started again: KubeVirt makes the checkpoint known to it first, and the next backup is full "
                    + "where that fails."
            );
    }

    private static Finding Lost(ResourceId id, string? path, string message) =>
        new(FindingIds.TrackerLost, FindingSeverity.Warning, id, path, message);

    private static Finding Void(BackupChain chain, string message) =>
        new(FindingIds.ChainVoid, FindingSeverity.Error, chain.Machine, null, message);
}
