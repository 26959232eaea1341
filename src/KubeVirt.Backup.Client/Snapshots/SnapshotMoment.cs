namespace KubeVirt.Backup.Client.Snapshots;

/// <summary>The two moments of a snapshot for which one can wait, in their order.</summary>
public enum SnapshotMoment
{
    /// <summary>The storage has taken the snapshot: guests may write again. Its <c>creationTime</c> is known.</summary>
    Taken,

    /// <summary>Volumes can be restored from it: <c>readyToUse</c>. With some storages that is long after.</summary>
    Ready,
}
