using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Rehearsal;

/// <summary>A finding for each thing that a rehearsal shows and nobody wants.</summary>
internal static class RehearsalFindings
{
    private const string Look = "Look at the target, or tell the rehearsal what it is like.";

    private static readonly Dictionary<VolumeOutcome, (string Id, FindingSeverity Severity, string Remedy)> OfVolumes =
        new()
        {
            [VolumeOutcome.FilledAnew] = (
                FindingIds.RehearsedAnew,
                FindingSeverity.Warning,
                "Restore its claim before its DataVolume and machine, or take this for what is wanted."
            ),
            [VolumeOutcome.Overwritten] = (
                FindingIds.RehearsedOverwritten,
                FindingSeverity.Error,
                "Take CDI's instructions and the dataSourceRef off the claim, as the presets do."
            ),
            [VolumeOutcome.Collected] = (
                FindingIds.RehearsedCollected,
                FindingSeverity.Error,
                "Take stale owners and labels off it and off what owns it, as the presets do."
            ),
            [VolumeOutcome.Lost] = (
                FindingIds.RehearsedPending,
                FindingSeverity.Error,
                "Take volumeName and the annotations of the binding off the claim, or bring its volume."
            ),
            [VolumeOutcome.Pending] = (
                FindingIds.RehearsedPending,
                FindingSeverity.Error,
                "Bring what it waits for, or take off what makes it wait."
            ),
            [VolumeOutcome.Unknown] = (FindingIds.RehearsedUnknown, FindingSeverity.Warning, Look),
        };

    /// <summary>All findings, each once, in order.</summary>
    public static IEnumerable<Finding> Of(
        World world,
        IReadOnlyList<Refusal> refusals,
        IReadOnlyList<RehearsedVolume> volumes,
        IReadOnlyList<RehearsedMachine> machines
    ) =>
        OfRefusals(refusals)
            .Concat(volumes.Select(OfVolume).OfType<Finding>())
            .Concat(machines.Select(OfMachine).OfType<Finding>())
            .Concat(OfCollected(world))
            .Concat(OfIdentities(world))
            .Concat(OfSurplus(world))
            .Concat(RehearsedActions.FindingsOf(world))
            .Distinct()
            .Order();

    private static IEnumerable<Finding> OfRefusals(IReadOnlyList<Refusal> refusals) =>
        refusals
            .Where(refusal => refusal.Step >= 0)
            .Select(refusal => new Finding(
                FindingIds.RehearsedRefusal,
                FindingSeverity.Error,
                refusal.Object,
                null,
                $"The target refuses it ({Text(refusal.Code)}): {refusal.Message}. Change it, or the order of the restore."
            ));

    private static Finding? OfVolume(RehearsedVolume volume) =>
        OfVolumes.TryGetValue(volume.Outcome, out var row)
            ? new Finding(row.Id, row.Severity, volume.Claim, null, $"{volume.Reason} {row.Remedy}")
            : null;

    private static Finding? OfMachine(RehearsedMachine machine) =>
        machine.Outcome switch
        {
            MachineOutcome.StartedWithoutItsData => new Finding(
                FindingIds.RehearsedEarlyStart,
                FindingSeverity.Error,
                machine.Machine,
                "/spec/runStrategy",
                $"{machine.Reason} Restore it halted, or after its volumes."
            ),
            MachineOutcome.Blocked => new Finding(
                FindingIds.RehearsedPending,
                FindingSeverity.Error,
                machine.Machine,
                null,
                $"{machine.Reason} Bring what it waits for."
            ),
            MachineOutcome.Unknown => new Finding(
                FindingIds.RehearsedUnknown,
                FindingSeverity.Warning,
                machine.Machine,
                null,
                $"{machine.Reason} {Look}"
            ),
            _ => null,
        };

    /// <summary>What a step brought and a controller deleted. Volumes are told of already.</summary>
    private static IEnumerable<Finding> OfCollected(World world)
    {
        var told = world.Story.Where(one => one.Effect == RehearsalEffect.Collected).ToLookup(one => one.Object);
        return from one in world.All
            where one is { Origin: ObjectOrigin.Applied, IsLive: false } && one.Kind != Kinds.PersistentVolumeClaim
            let why = told[one.Id.ToString()].FirstOrDefault()
            where why is not null
            select new Finding(
                FindingIds.RehearsedCollected,
                FindingSeverity.Error,
                one.Id,
                "/metadata/ownerReferences",
                $"{why.What} Take what makes it so off the object, as the presets do."
            );
    }

    /// <summary>Pools that make machines, although machines that they would select were restored beside them.</summary>
    private static IEnumerable<Finding> OfSurplus(World world)
    {
        foreach (var pool in world.Of(Kinds.VirtualMachinePool).Where(one => one.Origin == ObjectOrigin.Applied))
        {
            var machines = world.Of(Kinds.VirtualMachine, pool.Namespace).ToList();
            var orphans = machines
                .Where(one => one.Origin == ObjectOrigin.Applied && one.ControllerOwner is null)
                .Where(one => ReplicaCounts.Selects(pool, one))
                .ToList();
            var made = machines.Where(one => one.Origin == ObjectOrigin.Controller && one.IsOwnedBy(pool)).ToList();
            if (orphans.Count == 0 || made.Count == 0)
                continue;

            yield return new Finding(
                FindingIds.RehearsedSurplus,
                FindingSeverity.Warning,
                pool.Id,
                "/spec/paused",
                $"It makes {string.Join(", ", made.Select(one => one.Name))} beside the restored "
                    + $"{string.Join(", ", orphans.Select(one => one.Name))}, which it does not adopt. "
                    + "Restore it paused, as the presets do, and give it its machines by ownerReferences."
            );
        }
    }

    /// <summary>Two machines with one MAC address, UUID or serial number.</summary>
    private static IEnumerable<Finding> OfIdentities(World world)
    {
        var machines = world.Of(Kinds.VirtualMachine).ToList();
        var shared = machines
            .SelectMany(machine =>
                Identities(machine).Select(identity => (Machine: machine, identity.Path, identity.Value))
            )
            .GroupBy(found => (found.Path, Value: found.Value.ToUpperInvariant()))
            .Where(group => group.Select(found => found.Machine).Distinct().Count() > 1);
        foreach (var group in shared)
        {
            var names = string.Join(
                ", ",
                group.Select(found => found.Machine.Id.ToString()).Distinct().Order(StringComparer.Ordinal)
            );
            foreach (
                var one in group
                    .Where(found => found.Machine.Origin == ObjectOrigin.Applied)
                    .Select(found => found.Machine)
                    .Distinct()
            )
                yield return new Finding(
                    FindingIds.RehearsedTwin,
                    FindingSeverity.Error,
                    one.Id,
                    group.Key.Path,
                    $"Its identity {group.First().Value} is there more than once: {names}. Give copies an identity of their own."
                );
        }
    }

    /// <summary>What tells a machine from others: UUID, serial number and MAC addresses.</summary>
    private static IEnumerable<(string Path, string Value)> Identities(WorldObject machine)
    {
        const string Domain = "/spec/template/spec/domain";
        foreach (var path in new[] { $"{Domain}/firmware/uuid", $"{Domain}/firmware/serial" })
        {
            if (machine.Text(path) is { Length: > 0 } value)
                yield return (path, value);
        }

        foreach (var (index, nic) in machine.Items($"{Domain}/devices/interfaces").Index())
        {
            if (WorldObject.TextOf(nic["macAddress"]) is { Length: > 0 } address)
                yield return ($"{Domain}/devices/interfaces/{Text(index)}/macAddress", address.Replace('-', ':'));
        }
    }

    private static string Text(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
