using KubeVirt.Backup.Planning;
namespace KubeVirt.Backup.Client.Freeze;

/// <summary>What a session can vouch for, to be stored with the backup: <see cref="FreezeVerdicts"/> writes and reads it.</summary>
/// <param name="Guest">The VirtualMachineInstance.</param>
/// <param name="Consistency">What a snapshot taken meanwhile is worth.</param>
/// <param name="Reason">Why, in one sentence or two.</param>
/// <param name="Frozen">From the request to freeze to the end of the work; <see langword="null"/> where it was not frozen.</param>
public sealed record FreezeVerdict(ResourceId Guest, Consistency Consistency, string Reason, TimeSpan? Frozen)
{
    /// <summary>What it rests on; <see langword="null"/> where the guest was not frozen.</summary>
    public FreezeEvidence? Evidence { get; init; }

    /// <summary>The verdict on snapshots whose times are known: what was not certainly cut while the guest was frozen is crash-consistent.</summary>
    /// <param name="taken">When the guest's snapshots were cut, such as <see cref="Snapshots.ClaimSnapshot.Taken"/>.</param>
    public FreezeVerdict WithSnapshots(IEnumerable<SnapshotTime> taken)
    {
        ArgumentNullException.ThrowIfNull(taken);
        if (Consistency != Consistency.FilesystemConsistent || Evidence is not { } evidence)
            return this;
        var unproven = taken.Where(time => time.Earliest < evidence.From || time.Latest > evidence.To).OrderBy(time => time.Earliest).Select(time => FormattableString.Invariant($"{time.Earliest:O} and {time.Latest:O}")).FirstOrDefault();
        return unproven is null
            ? this
            : this with { Consistency = Consistency.CrashConsistent, Reason = FormattableString.Invariant($"A snapshot was cut between {unproven}, and the guest is known to have been frozen from {evidence.From:O} to {evidence.To:O}.") };
    }

    /// <summary>One line.</summary>
    public override string ToString() => $"{Guest}: {Consistency}. {Reason}";
}
