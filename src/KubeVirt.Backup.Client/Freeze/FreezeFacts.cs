using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Client.Freeze;

/// <summary>
/// What is known when the work is done of a guest whose freeze was confirmed, and what follows from it.
/// </summary>
/// <param name="Before">The guest's status before the freeze.</param>
/// <param name="After">The guest's status after the work, read before the thaw where that worked.</param>
/// <param name="Evidence">The times, and what the polled status said.</param>
internal sealed record FreezeFacts(GuestStatus Before, StatusRead After, FreezeEvidence Evidence)
{
    /// <summary>What was planned for: the guest must still be that one. Default: nothing is known of it.</summary>
    public PlannedGuest? Planned { get; init; }

    /// <summary>Why the guest was thawed while the work went on. Default: it was not.</summary>
    public string? WhyEarly { get; init; }

    /// <summary>Whether the polled status was of a time after the freeze, so that it must say frozen.</summary>
    public bool IsStatusCurrent { get; init; }

    /// <summary>Whether nothing is claimed that the polled status does not prove.</summary>
    public bool MustConfirm { get; init; }

    /// <summary>The verdict. The first doubt that holds decides.</summary>
    public FreezeVerdict Judge(ResourceId guest)
    {
        if (DoubtOfGuest() is { } unknown)
            return Verdict(guest, Consistency.Unknown, unknown);

        var doubt = WhyEarly ?? DoubtOfClaims() ?? DoubtOfMigration() ?? DoubtOfTime() ?? DoubtOfStatus();
        return doubt is null
            ? Verdict(guest, Consistency.FilesystemConsistent, Proof())
            : Verdict(guest, Consistency.CrashConsistent, doubt);
    }

    private FreezeVerdict Verdict(ResourceId guest, Consistency consistency, string reason) =>
        new(guest, consistency, reason, Evidence.Held) { Evidence = Evidence };

    /// <summary>Whether it is certain that the guest is still the one that was frozen.</summary>
    private string? DoubtOfGuest()
    {
        if (!After.IsRead)
        {
            return "The guest's status could not be read afterwards, "
                + "so that it may have been stopped or replaced meanwhile.";
        }

        if (After.Status is not { Phase: "Running" } after || after.Uid != Before.Uid)
            return "The guest was stopped or replaced meanwhile.";

        return Planned?.Uid is { } uid && uid != Before.Uid
            ? "The guest was started or replaced after it was planned: the plan is of another instance. Plan again."
            : null;
    }

    /// <summary>
    /// Whether the guest has the volumes that were planned for, from the freeze to the end: what was plugged in later
    /// is in no snapshot, and what was taken out is of another time.
    /// </summary>
    private string? DoubtOfClaims()
    {
        if (Planned?.Attached is { } planned && Difference(planned, Before.Claims) is { } since)
            return $"{since} after the guest was planned. Plan again.";

        return Difference(Before.Claims, After.Status!.Claims) is { } meanwhile ? $"{meanwhile} meanwhile." : null;
    }

    private static string? Difference(IEnumerable<ResourceId> before, IReadOnlyCollection<ResourceId> after)
    {
        var known = before.ToHashSet();
        var plugged = after.Where(claim => !known.Contains(claim)).ToList();
        if (plugged.Count > 0)
            return $"{plugged.Min()} was attached to the guest";

        known.ExceptWith(after);
        return known.Count > 0 ? $"{known.Min()} was detached from the guest" : null;
    }

    /// <summary>Whether the guest has moved: a freeze does not move with it.</summary>
    private string? DoubtOfMigration()
    {
        var after = After.Status!;
        var isSamePods = after
            .ActivePods.Order(StringComparer.Ordinal)
            .SequenceEqual(Before.ActivePods.Order(StringComparer.Ordinal));
        return after.IsMigrating || after.MigrationUid != Before.MigrationUid || !isSamePods
            ? "The guest was migrated meanwhile."
            : null;
    }

    /// <summary>Whether a timer may have ended the freeze before the work was done.</summary>
    private string? DoubtOfTime()
    {
        if (Evidence.Held < Evidence.Budget)
            return null;

        var end = Before.IsWindows is null
            ? "may have ended by itself, as the guest's agent reports no operating system and Windows ends it,"
            : "ended by itself";
        var (budget, held) = (Evidence.Budget.TotalSeconds, Evidence.Held.TotalSeconds);
        return FormattableString.Invariant(
            $"The freeze {end} after {budget:0} s, before the work was done in {held:0.000} s."
        );
    }

    /// <summary>Whether the polled status speaks against the freeze, or cannot confirm it where it must.</summary>
    private string? DoubtOfStatus()
    {
        if (IsStatusCurrent && Evidence.StatusFrozen is null)
            return "The guest's status could not be read to confirm that it was frozen to the end.";
        if (IsStatusCurrent && Evidence.StatusFrozen == false)
        {
            return "The guest's status said before the thaw that it was not frozen: "
                + "it was thawed by somebody else, or restarted.";
        }

        if (!MustConfirm || Evidence.IsConfirmed)
            return null;

        var budget = Evidence.Budget.TotalSeconds;
        return "The guest's status could not confirm that it was frozen to the end: a freeze that can be vouched for "
            + FormattableString.Invariant($"only for {budget:0} s ends before the status shows it.");
    }

    private string Proof()
    {
        var ground = Evidence.IsConfirmed
            ? ", as its status confirmed after the work, given that nobody thawed it and froze it again in between"
            : ", given that nobody else thawed it and that it did not restart inside, "
                + "since its status is not of a time after the work";
        var (held, budget) = (Evidence.Held.TotalSeconds, Evidence.Budget.TotalSeconds);
        return FormattableString.Invariant($"Frozen for {held:0.000} s of at most {budget:0} s{ground}.");
    }
}
