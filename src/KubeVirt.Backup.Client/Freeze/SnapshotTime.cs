namespace KubeVirt.Backup.Client.Freeze;

/// <summary>
/// When a snapshot was cut, as far as that is certain: at some moment between two times of this machine's clock.
/// </summary>
/// <param name="Earliest">Not before this: it had not been asked for.</param>
/// <param name="Latest">Not after this: it had been seen.</param>
public readonly record struct SnapshotTime(DateTimeOffset Earliest, DateTimeOffset Latest)
{
    private static readonly TimeSpan Precision = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The time of a snapshot of which no more is known than what another clock told. It is certain to two differences
    /// of the clocks and a second, as Kubernetes cuts times to whole seconds.
    /// </summary>
    /// <param name="told">
    /// What an object's status tells, such as <c>creationTime</c> of a VolumeSnapshot, which is the storage's clock.
    /// </param>
    /// <param name="difference">
    /// How far that clock and this machine's differ at most, either way. There is no default: nobody but the operator
    /// of both knows.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The difference is negative.</exception>
    public static SnapshotTime ByOtherClock(DateTimeOffset told, TimeSpan difference)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(difference, TimeSpan.Zero);
        return new SnapshotTime(told - difference, told + difference + Precision);
    }
}
