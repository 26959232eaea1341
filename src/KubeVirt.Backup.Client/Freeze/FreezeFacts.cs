using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Client.Freeze;

/// <summary>What is known of a guest that was frozen when the work is done, and what follows from it.</summary>
internal sealed record FreezeFacts(
    GuestStatus Before,
    StatusRead After,
    bool IsStatusCurrent,
    bool MustConfirm,
    FreezeEvidence Evidence
)
{
    public FreezeVerdict Judge(ResourceId guest)
    {
        var (consistency, reason) = Judge();
        return new FreezeVerdict(guest, consistency, reason, Evidence.Held) { Evidence = Evidence };
    }

    private string End =>
        Before.IsWindows is null
            ? "may have ended by itself, as the guest's agent tells no operating system and Windows ends it,"
            : "ended by itself";

    private string Ground =>
        Evidence.IsConfirmed
            ? ", as its status confirmed after the work"
            : ", given that nobody else thawed it and that it did not restart inside, since its status is not of a time after the work";

    private (Consistency, string) Judge()
    {
        if (!After.IsRead)
            return (
                Consistency.Unknown,
                "The guest's status could not be read afterwards, so that it may have been stopped or replaced meanwhile."
            );
        if (After.Status is not { Phase: "Running" } after || after.Uid != Before.Uid)
            return (Consistency.Unknown, "The guest was stopped or replaced meanwhile.");
        if (
            after.IsMigrating
            || after.MigrationUid != Before.MigrationUid
            || !after
                .ActivePods.Order(StringComparer.Ordinal)
                .SequenceEqual(Before.ActivePods.Order(StringComparer.Ordinal))
        )
            return (Consistency.CrashConsistent, "The guest was migrated meanwhile.");
        if (Evidence.Held >= Evidence.Budget)
            return (
                Consistency.CrashConsistent,
                FormattableString.Invariant(
                    $"The freeze {End} after {Evidence.Budget.TotalSeconds:0} s, before the work was done in {Evidence.Held.TotalSeconds:0.000} s."
                )
            );
        if (IsStatusCurrent && Evidence.StatusFrozen != true)
            return (
                Consistency.CrashConsistent,
                Evidence.StatusFrozen is null
                    ? "The guest's status could not be read to confirm that it was frozen to the end."
                    : "The guest's status said before the thaw that it was not frozen: it was thawed by somebody else, or restarted."
            );
        if (MustConfirm && !Evidence.IsConfirmed)
            return (
                Consistency.CrashConsistent,
                FormattableString.Invariant(
                    $"The guest's status could not confirm that it was frozen to the end, as a freeze that can be vouched for only for {Evidence.Budget.TotalSeconds:0} s ends before the status tells of it."
                )
            );
        return (
            Consistency.FilesystemConsistent,
            FormattableString.Invariant(
                $"Frozen for {Evidence.Held.TotalSeconds:0.000} s of at most {Evidence.Budget.TotalSeconds:0} s{Ground}."
            )
        );
    }
}
