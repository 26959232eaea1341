using KubeVirt.Backup.Rehearsal;

namespace KubeVirt.Backup.Testing.Partners;

/// <summary>What must hold of what a product restored.</summary>
internal static class PartnerLaws
{
    private static readonly VolumeOutcome[] WithData =
    [
        VolumeOutcome.Kept,
        VolumeOutcome.Adopted,
        VolumeOutcome.WaitsForConsumer,
    ];

    // Where a guest's identity stands in a machine.
    private static readonly string[] Identity =
    [
        "/spec/template/spec/domain/devices/interfaces/0/macAddress",
        "/spec/template/spec/domain/firmware/uuid",
        "/spec/template/spec/domain/firmware/serial",
    ];

    /// <summary>No claim is imported anew, empty, deleted or waiting.</summary>
    public static Law<PartnerRun> Volumes { get; } =
        new(
            "Every volume comes back with its data, without another import",
            "Write the claim, with cdi.kubevirt.io/storage.populatedFor: NAME, before its DataVolume, with "
                + "cdi.kubevirt.io/storage.prePopulated: NAME, and both before the machine; without stale owners.",
            run => First(run.Claims, claim => WrongWith(run, claim))
        );

    /// <summary>Machines that did not run do not run.</summary>
    public static Law<PartnerRun> Stopped { get; } =
        new("The machine is there and stopped", "Write the machine last, with its runStrategy as it was.", run =>
            First(run.Machines, machine => NotIn(run.Report, machine, MachineOutcome.Stopped))
        );

    /// <summary>Machines that ran run.</summary>
    public static Law<PartnerRun> Running { get; } =
        new(
            "The machine runs",
            "Write the machine last, with its runStrategy as it was, once all that it needs is there.",
            run => First(run.Machines, machine => NotIn(run.Report, machine, MachineOutcome.Started))
        );

    /// <summary>Machines that are stopped can be started.</summary>
    public static Law<PartnerRun> Starts { get; } =
        new(
            "The machine starts when it is started",
            "Bring all that the machine needs, and no status, finalizers and owners of the old cluster.",
            run => First(run.Machines, machine => NotIn(run.Starting, machine, MachineOutcome.Started))
        );

    /// <summary>Nothing is turned down by the API server and its webhooks.</summary>
    public static Law<PartnerRun> Accepted { get; } =
        new(
            "Nothing is refused",
            "Take off what KubeVirt and CDI do not take in a new object, such as reserved labels of instances.",
            run =>
                First(run.Report.Refusals, refusal =>
                    $"{refusal.Object} is refused with {refusal.Code}: {refusal.Message}."
                )
        );

    /// <summary>Guests were frozen while snapshots were taken.</summary>
    public static Law<PartnerRun> Frozen { get; } =
        new(
            "Guests are frozen while their snapshots are taken",
            "Freeze before the first snapshot is asked for, and thaw when all are taken.",
            run =>
                First(run.Snapshots, snapshot =>
                    snapshot.Thawed.Count == 0
                        ? null
                        : $"{snapshot.Id} was taken while {snapshot.Thawed[0]} was not frozen."
                )
        );

    /// <summary>Guests were thawed.</summary>
    public static Law<PartnerRun> Thawed { get; } =
        new(
            "Guests are thawed when the backup is done",
            "Thaw in any case, also where the backup fails, and set unfreezeTimeout for the case that it dies.",
            run => First(run.LeftFrozen, guest => $"{guest} is frozen still.")
        );

    /// <summary>What controllers make is not written.</summary>
    public static Law<PartnerRun> NoRuntime { get; } =
        new(
            "Instances and launcher pods of machines are not restored",
            "Leave out VirtualMachineInstances that a machine owns and pods with kubevirt.io: virt-launcher.",
            run =>
                First(run.Writes, write =>
                    write.Id.Kind == Kinds.Pod || write.Id.Kind == Kinds.VirtualMachineInstance
                        ? $"{write.Id} was written."
                        : null
                )
        );

    /// <summary>The copy is another guest.</summary>
    public static Law<PartnerRun> OwnIdentity { get; } =
        new(
            "A copy has an identity of its own",
            "Clear macAddress of interfaces, and give firmware another uuid and serial.",
            run =>
                First(run.Case.Objects.Where(o => o.Id.Kind == Kinds.VirtualMachine), original =>
                    SameIn(original, run.Restored(original.Id))
                )
        );

    /// <summary>The originals are left alone.</summary>
    public static Law<PartnerRun> Untouched { get; } =
        new("Nothing is written beside the copy", "Map the namespace in every object and reference.", run =>
            First(run.Writes, write =>
                write.Id.Namespace is { } place && place != run.Case.TargetNamespace ? $"{write.Id} was written." : null
            )
        );

    /// <summary>Objects are there.</summary>
    /// <param name="ids">Which, by their ids in the source.</param>
    public static Law<PartnerRun> There(params ResourceId[] ids) =>
        new(
            "What the machine refers to is restored",
            "Follow every reference of a machine, whatever it is selected by.",
            run => First(ids, id => run.HasWritten(id) ? null : $"{run.InTarget(id)} was not restored.")
        );

    /// <summary>Objects are not there.</summary>
    /// <param name="ids">Which, by their ids in the source.</param>
    public static Law<PartnerRun> Absent(params ResourceId[] ids) =>
        new(
            "What was not selected is not restored",
            "Begin at the machines that the selector selects, and follow their references.",
            run => First(ids, id => run.HasWritten(id) ? $"{run.InTarget(id)} was restored." : null)
        );

    /// <summary>A text of a restored object is as it must be.</summary>
    /// <param name="name">The law.</param>
    /// <param name="remedy">What to do.</param>
    /// <param name="id">The object, by its id in the source.</param>
    /// <param name="pointer">Where the text stands.</param>
    /// <param name="expected">The text.</param>
    public static Law<PartnerRun> Text(string name, string remedy, ResourceId id, string pointer, string expected) =>
        new(name, remedy, run =>
        {
            var found = run.Restored(id)?.StringAt(pointer);
            return found == expected ? null : $"{run.InTarget(id)} has '{found}' at {pointer}, not '{expected}'.";
        });

    private static string? First<T>(IEnumerable<T> all, Func<T, string?> wrong) =>
        all.Select(wrong).FirstOrDefault(found => found is not null);

    private static string? WrongWith(PartnerRun run, ResourceId claim)
    {
        var volume = run.Report.Volumes.FirstOrDefault(volume => volume.Claim == claim);
        if (volume is null)
            return $"{claim} was not restored.";

        return WithData.Contains(volume.Outcome) ? null : volume.ToString();
    }

    private static string? NotIn(RehearsalReport report, ResourceId id, MachineOutcome wanted)
    {
        var machine = report.Machines.FirstOrDefault(machine => machine.Machine == id);
        if (machine is null)
            return $"{id} was not restored.";

        return machine.Outcome == wanted ? null : machine.ToString();
    }

    private static string? SameIn(Resource original, Resource? copy)
    {
        foreach (var pointer in Identity)
        {
            var known = original.StringAt(pointer);
            if (known is not null && copy?.StringAt(pointer) == known)
                return $"{copy.Id} has {pointer} of {original.Id}: {known}.";
        }

        return null;
    }
}
