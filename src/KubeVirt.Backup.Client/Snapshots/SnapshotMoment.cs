namespace KubeVirt.Backup.Client.Snapshots;

/// <summary>What to wait for.</summary>
public enum SnapshotMoment
{
    /// <summary>The storage has cut the snapshot: guests may write again. Its <c>creationTime</c> is known.</summary>
    Taken,

    /// <summary>Volumes can be made of it: <c>readyToUse</c>. With some storages that is long after.</summary>
    Ready,
}
