using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Client.Freeze;

/// <summary>
/// What a session can vouch for, to be stored with the backup: <see cref="FreezeVerdicts"/> writes and reads it.
/// </summary>
/// <param name="Guest">The VirtualMachineInstance.</param>
/// <param name="Consistency">What a snapshot taken meanwhile is worth.</param>
/// <param name="Reason">Why, in one sentence or two.</param>
/// <param name="Frozen">
/// From the request to freeze to the end of the work; <see langword="null"/> where it was not frozen.
/// </param>
public sealed record FreezeVerdict(ResourceId Guest, Consistency Consistency, string Reason, TimeSpan? Frozen)
{
    /// <summary>What it rests on; <see langword="null"/> where the guest ran and was not frozen.</summary>
    public FreezeEvidence? Evidence { get; init; }

    /// <summary>
    /// The verdict on the guest's snapshots: where one was not certainly taken while the guest was frozen, or did not
    /// run, they are crash-consistent.
    /// </summary>
    /// <param name="snapshots">
    /// When the snapshot of each of the guest's claims was taken, such as <see cref="Snapshots.ClaimSnapshot.Time"/>.
    /// None at all change nothing.
    /// </param>
    public FreezeVerdict WithSnapshots(IEnumerable<ClaimTime> snapshots)
    {
        ArgumentNullException.ThrowIfNull(snapshots);
        if (Consistency < Consistency.FilesystemConsistent || Evidence is not { } evidence)
            return this;

        var state = Consistency == Consistency.Offline ? "not to have run" : "to have been frozen";
        // In an order of its own, so that the reason does not depend on that of the snapshots.
        var doubt = snapshots
            .OrderBy(snapshot => snapshot.Claim)
            .ThenBy(snapshot => snapshot.Taken?.Earliest)
            .Select(snapshot => evidence.DoubtOf(snapshot, state))
            .OfType<string>()
            .FirstOrDefault();
        return doubt is null ? this : this with { Consistency = Consistency.CrashConsistent, Reason = doubt };
    }

    /// <summary>Guest, consistency and reason in one line.</summary>
    public override string ToString() => $"{Guest}: {Consistency}. {Reason}";
}
