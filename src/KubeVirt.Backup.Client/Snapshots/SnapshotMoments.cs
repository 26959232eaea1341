namespace KubeVirt.Backup.Client.Snapshots;

/// <summary>Compares snapshots of every kind with the moment that is waited for.</summary>
internal static class SnapshotMoments
{
    /// <summary>
    /// Whether a snapshot has reached a moment. One that is ready was taken before, whatever it says.
    /// </summary>
    /// <param name="moment">What is waited for.</param>
    /// <param name="isReady">Its <c>readyToUse</c>.</param>
    /// <param name="creationTime">Its <c>creationTime</c>, which is set when the storage has taken it.</param>
    public static bool IsReached(this SnapshotMoment moment, bool isReady, DateTimeOffset? creationTime) =>
        isReady || (moment == SnapshotMoment.Taken && creationTime is not null);
}
