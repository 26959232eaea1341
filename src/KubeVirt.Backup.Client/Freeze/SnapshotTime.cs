namespace KubeVirt.Backup.Client.Freeze;

/// <summary>
/// When a snapshot was taken, as far as that is certain: at some moment between two times of this machine's clock.
/// </summary>
/// <param name="Earliest">Not before this: it had not been requested.</param>
/// <param name="Latest">Not after this: it had been read as taken.</param>
public readonly record struct SnapshotTime(DateTimeOffset Earliest, DateTimeOffset Latest)
{
    /// <summary>Kubernetes writes times in whole seconds.</summary>
    private static readonly TimeSpan Precision = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The time of a snapshot that is known by another clock alone. It is certain to two differences of the clocks and
    /// a second.
    /// </summary>
    /// <param name="stated">
    /// The time in an object's status, such as <c>creationTime</c> of a VolumeSnapshot, which is by the storage's
    /// clock.
    /// </param>
    /// <param name="difference">
    /// How far that clock and this machine's differ at most, either way. There is no default: nobody but the operator
    /// of both knows.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The difference is negative.</exception>
    public static SnapshotTime ByOtherClock(DateTimeOffset stated, TimeSpan difference)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(difference, TimeSpan.Zero);
        return new SnapshotTime(stated - difference, stated + difference + Precision);
    }
}
