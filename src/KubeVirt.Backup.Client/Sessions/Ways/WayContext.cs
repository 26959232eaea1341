using KubeVirt.Backup.Client.Actions;
using KubeVirt.Backup.Client.Snapshots;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Client.Sessions;

/// <summary>What the runners of one session share.</summary>
/// <param name="Plan">What is backed up.</param>
/// <param name="Work">How.</param>
/// <param name="Prefix">What names begin with.</param>
internal sealed record WayContext(BackupPlan Plan, WayWork Work, string Prefix)
{
    /// <summary>The object of a machine in this backup.</summary>
    public string NameFor(PlannedMachine machine) => SnapshotNames.NameFor(Prefix, machine.Id.Name);

    /// <summary>How long to wait while guests are frozen: no longer than a guest is vouched for.</summary>
    public WaitOptions While(SnapshotWork work) =>
        work.Remaining is { } remaining && remaining < Work.Wait.Limit
            ? Work.Wait with
            {
                Limit = remaining > TimeSpan.Zero ? remaining : TimeSpan.Zero,
            }
            : Work.Wait;

    /// <summary>The claims of a machine of which the backup wants the data.</summary>
    public static IReadOnlyList<ResourceId> ClaimsOf(PlannedMachine machine) =>
        [.. machine.Volumes.Where(volume => volume.IsProtected).Select(volume => volume.Claim)];

    /// <summary>The guest that a machine has or would have: verdicts are by guest.</summary>
    public static ResourceId GuestOf(PlannedMachine machine) => machine.Id.WithKind(Kinds.VirtualMachineInstance);

    /// <summary>An action that could not be done for a machine.</summary>
    public static Finding NotDone(PlannedMachine machine, string kind, Exception failure) =>
        new(
            FindingIds.ActionNotDone,
            FindingSeverity.Error,
            machine.Id,
            null,
            $"There is no {kind} of the machine, so its data is not in the backup: {failure.Message}"
        );

    /// <summary>Something of a backup that was given up may still be there.</summary>
    public static Finding Left(ResourceId id, Exception failure) =>
        new(
            FindingIds.SnapshotLeft,
            FindingSeverity.Warning,
            id,
            null,
            $"The backup was given up, and {id} may still be there. Remove it by hand: {failure.Message}"
        );
}
