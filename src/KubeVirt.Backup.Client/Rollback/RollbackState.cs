using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Rollback;

namespace KubeVirt.Backup.Client.Rollback;

/// <summary>Judges by a machine as it is now whether a rollback may begin or go on.</summary>
internal static class RollbackState
{
    /// <summary>Why nothing is done; <see langword="null"/> where it can begin or go on.</summary>
    public static Finding? Refuses(RollbackPlan plan, Resource? machine)
    {
        if (IsAbsent(plan, machine) is { } absent)
            return absent;

        return RefusesOther(plan, machine!, "The machine was changed since the rollback was planned. Plan it anew.");
    }

    /// <summary>Why there is no way back; <see langword="null"/> where there is one.</summary>
    public static Finding? RefusesUndo(RollbackJournal journal, Resource? machine)
    {
        var plan = journal.Plan;
        if (IsAbsent(plan, machine) is { } absent)
            return absent;
        if (journal.HasOverwritten)
            return Refuse(
                plan,
                "A claim was begun to be refilled, so that there is no way back. Let the rollback go on."
            );

        return RefusesOther(
            plan,
            machine!,
            "The machine was changed since it was rolled back. Change it back by hand."
        );
    }

    /// <summary>Why a machine is left alone that another rollback holds, or that somebody changed.</summary>
    private static Finding? RefusesOther(RollbackPlan plan, Resource machine, string changed)
    {
        if (HeldMachine.HolderOf(machine) is { } holder)
            return holder == plan.Id
                ? null
                : Refuse(plan, $"The machine is held by another rollback, {holder}. Let that end.");

        var isKnown = IsCompleted(plan, machine) || HeldMachine.HasSpecOf(machine, plan.Before!);

        return isKnown ? null : Refuse(plan, changed);
    }

    /// <summary>Whether a machine is on the new state and was released.</summary>
    public static bool IsCompleted(RollbackPlan plan, Resource machine) =>
        HeldMachine.HolderOf(machine) is null
        && HeldMachine.DoneOf(machine) == plan.Id
        && HeldMachine.HasVolumesOf(machine, plan.After!);

    /// <summary>The machine, which nobody has taken out of our hands.</summary>
    /// <exception cref="RollbackException">It is not held by this rollback any more.</exception>
    public static Resource EnsureHeld(RollbackPlan plan, Resource machine)
    {
        if (HeldMachine.HolderOf(machine) == plan.Id || IsCompleted(plan, machine))
            return machine;

        throw new RollbackException(
            plan.Machine,
            "Somebody took the hold off the machine, so that it may run. Nothing more is done; plan the rollback anew."
        );
    }

    /// <summary>Whether an exception is a failure of a step, and none of this library.</summary>
    public static bool IsFailure(Exception e, RollbackStepKind kind) =>
        e is ClusterException or RollbackException or IOException
        || kind is RollbackStepKind.Fill or RollbackStepKind.Verify;

    /// <summary>The finding of a step that failed.</summary>
    public static Finding ToFinding(RollbackPlan plan, RollbackStepKind kind, Exception e) =>
        new(
            FindingIds.RollbackFailed,
            FindingSeverity.Error,
            (e as RollbackException)?.Resource ?? plan.Machine,
            null,
            $"The step {kind.ToString().ToLowerInvariant()} failed: {e.Message} Let the rollback go on from its journal when "
                + "that is mended, or undo it."
        );

    private static Finding? IsAbsent(RollbackPlan plan, Resource? machine)
    {
        if (machine is null)
            return Refuse(plan, "The machine is not there any more. Restore it instead.");

        var isOther = plan.MachineUid is { } uid && uid != machine.StringAt("/metadata/uid");
        return isOther
            ? Refuse(plan, "The machine is another one than when the rollback was planned. Plan it anew.")
            : null;
    }

    private static Finding Refuse(RollbackPlan plan, string message) =>
        new(FindingIds.RollbackRefused, FindingSeverity.Error, plan.Machine, null, message);
}
