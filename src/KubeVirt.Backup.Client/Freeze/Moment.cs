namespace KubeVirt.Backup.Client.Freeze;

/// <summary>
/// A moment by both clocks of this machine. The one that only goes forward stands still while the host is suspended,
/// the other one can be set; so neither alone measures how long a guest was frozen.
/// </summary>
/// <param name="Timestamp">By the clock that only goes forward.</param>
/// <param name="Utc">By the clock that shows the time of day.</param>
internal readonly record struct Moment(long Timestamp, DateTimeOffset Utc)
{
    /// <summary>This moment.</summary>
    public static Moment Now(TimeProvider time) => new(time.GetTimestamp(), time.GetUtcNow());
}
