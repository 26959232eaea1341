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
    /// What KubeVirt or the storage says of its own work; <see langword="null"/> where the session and the product did all.
    /// </summary>
    public ActionEvidence? Action { get; init; }

    /// <summary>
    /// The claims that the verdict is about, ordered: those that the guest had attached, and those that the plan knows as its own
    /// or its machine's. Empty where none is known. Data that is in no claim, such as a disk of the node, is not
    /// covered.
    /// </summary>
    public IReadOnlyList<ResourceId> Claims { get; init; } = [];

    /// <summary>
    /// The verdict on the guest's snapshots: where one was not certainly taken while the guest was frozen, or did not
    /// run, or a claim has none, they are crash-consistent.
    /// </summary>
    /// <param name="snapshots">
    /// When the snapshot of each claim was taken, such as <see cref="Snapshots.ClaimSnapshot.Time"/>. Those of claims
    /// that are not among <see cref="Claims"/> do not count; where no claims are known, all of them do.
    /// </param>
    public FreezeVerdict WithSnapshots(IEnumerable<ClaimTime> snapshots)
    {
        ArgumentNullException.ThrowIfNull(snapshots);
        if (Consistency < Consistency.FilesystemConsistent || Evidence is not { } evidence)
            return this;

        var state = Consistency == Consistency.Offline ? "not to have run" : "to have been frozen";
        // In an order of its own, so that the reason does not depend on that of the snapshots.
        var doubt = Own([.. snapshots])
            .OrderBy(snapshot => snapshot.Claim)
            .ThenBy(snapshot => snapshot.Taken?.Earliest)
            .Select(snapshot => evidence.DoubtOf(snapshot, state))
            .OfType<string>()
            .FirstOrDefault();
        return doubt is null ? this : WithDoubt(doubt);
    }

    /// <summary>
    /// The verdict with what other guests allow that are in no session: where one has a claim of this guest attached,
    /// snapshots of it are crash-consistent at best, as nobody froze that guest.
    /// </summary>
    /// <param name="writers">
    /// Running guests and their claims, of any namespace. The guest itself does not count.
    /// </param>
    public FreezeVerdict WithWriters(IEnumerable<ClaimWriter> writers)
    {
        ArgumentNullException.ThrowIfNull(writers);
        var claims = Claims.ToHashSet();
        var others = writers
            .Where(writer => writer.Guest != Guest && claims.Contains(writer.Claim))
            .OrderBy(writer => writer.Claim)
            .ThenBy(writer => writer.Guest)
            .ToList();
        if (others.Count == 0)
            return this;

        var (guest, claim) = (others[0].Guest, others[0].Claim);
        return WithDoubt($"{claim} is also in use by {guest}, which runs and was not frozen with it.");
    }

    /// <summary>The verdict with a reason for which it is crash-consistent at best.</summary>
    internal FreezeVerdict WithDoubt(string reason) =>
        Consistency < Consistency.FilesystemConsistent
            ? this
            : this with
            {
                Consistency = Consistency.CrashConsistent,
                Reason = reason,
            };

    /// <summary>The snapshots of this guest's claims. A claim that has none counts as not certainly taken.</summary>
    private IEnumerable<ClaimTime> Own(IReadOnlyList<ClaimTime> snapshots)
    {
        if (Claims.Count == 0)
            return snapshots;

        var byClaim = snapshots.ToLookup(snapshot => snapshot.Claim);
        return Claims.SelectMany(claim => byClaim[claim].DefaultIfEmpty(new ClaimTime(claim, null)));
    }

    /// <summary>Whether everything is the same, the claims one by one.</summary>
    public bool Equals(FreezeVerdict? other) =>
        other is not null
        && Guest == other.Guest
        && Consistency == other.Consistency
        && Reason == other.Reason
        && Frozen == other.Frozen
        && Evidence == other.Evidence
        && Action == other.Action
        && Claims.SequenceEqual(other.Claims);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Guest, Consistency, Reason, Frozen, Evidence, Claims.Count);

    /// <summary>Guest, consistency and reason in one line.</summary>
    public override string ToString() => $"{Guest}: {Consistency}. {Reason}";
}
