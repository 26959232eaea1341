using System.Text.Json;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Rollback;

/// <summary>What keeps a machine from being rolled back, and what becomes void by it.</summary>
/// <remarks>
/// Sources: KubeVirt pkg/storage/admitters/vm-storage-status.go, which refuses changes of volumes and run state while a
/// snapshot or a restore is in progress; pkg/virt-controller/watch/vm/vm.go.
/// </remarks>
internal static class RollbackChecks
{
    private const string Volumes = "/spec/template/spec/volumes";

    private static readonly string[] InProgress = ["/status/snapshotInProgress", "/status/restoreInProgress"];

    /// <summary>A machine that the archive lacks or that is not there; <see langword="null"/> where it is in both.</summary>
    public static Finding? FindAbsent(ResourceGraph archive, ResourceGraph now, ResourceId machine)
    {
        if (machine.Kind != Kinds.VirtualMachine)
            return Refuse(machine, null, "Only a VirtualMachine can be rolled back. Name the machine of this object.");
        if (archive.FindResource(machine) is null)
            return Refuse(machine, null, "The archive does not hold the machine. Name another archive or machine.");
        if (now.FindResource(machine) is null)
            return Refuse(machine, null, "The machine is not there any more. Restore it instead.");

        return null;
    }

    /// <summary>Everything else.</summary>
    public static IEnumerable<Finding> Find(ResourceGraph now, Resource machine, IReadOnlyList<RollbackDisk> disks)
    {
        foreach (var path in InProgress.Where(path => machine.StringAt(path) is not null))
            yield return Refuse(
                machine.Id,
                path,
                "A snapshot or restore of the machine is in progress. Wait for its end."
            );
        if (ResourceMetadata.IsBeingDeleted(machine))
            yield return Refuse(
                machine.Id,
                "/metadata/deletionTimestamp",
                "The machine is being deleted. Restore it later."
            );
        if (machine.StringAt(HeldPath) is not null)
            yield return Refuse(
                machine.Id,
                HeldPath,
                "The machine is held by a rollback that has not ended. Let that go on from its journal, or undo it."
            );
        foreach (var finding in disks.SelectMany(disk => FindUsers(now, machine.Id, disk)))
            yield return finding;
        if (FindStart(now, machine) is { } start)
            yield return start;
        if (disks.Count > 0)
            yield return new Finding(
                FindingIds.RollbackVoids,
                FindingSeverity.Info,
                machine.Id,
                null,
                "After the rollback the machine's disks are others: checkpoints of trackers are void, and the next backup must "
                    + "be a full one. VirtualMachineSnapshots of the machine stay valid, since the machine keeps its UID."
            );
    }

    /// <summary>What the machine would be without, or would name in vain, when its definition is taken back.</summary>
    public static IEnumerable<Finding> FindVolumes(ResourceGraph now, Resource before, Resource after)
    {
        var (had, has) = (NamesIn(before), NamedVolume.In(after, Volumes).ToList());
        foreach (var volume in has.Where(volume => !had.Contains(volume.Name)))
        {
            var claim = ResourceId.Unchecked(Kinds.PersistentVolumeClaim, after.Id.Namespace, volume.Claim);
            if (now.FindResource(claim) is null)
                yield return Refuse(
                    after.Id,
                    volume.Path,
                    $"The machine of the archive has the disk '{volume.Name}' on {claim}, which is not there. Restore that "
                        + "claim first, or take back the disks alone."
                );
        }

        foreach (var lost in had.Except(NamesIn(after), StringComparer.Ordinal).Order(StringComparer.Ordinal))
            yield return new Finding(
                FindingIds.VolumeDropped,
                FindingSeverity.Warning,
                after.Id,
                Volumes,
                $"The machine of the archive does not have the volume '{lost}', so that it is taken off. Its claim is kept."
            );
    }

    private static HashSet<string> NamesIn(Resource machine) =>
        JsonMembers
            .Items(machine.At(Volumes))
            .Select(volume => JsonMembers.Text(volume, "name"))
            .OfType<string>()
            .ToHashSet(StringComparer.Ordinal);

    private static string HeldPath => "/metadata/annotations/" + Json.JsonPointer.Escape(RollbackKeys.Held);

    /// <summary>A run strategy that does not bring back whether the guest ran; <see langword="null"/> for others.</summary>
    /// <remarks>
    /// Source: KubeVirt pkg/virt-controller/watch/vm/vm.go: Manual waits for a request, and a strategy that was Halted in
    /// between starts the guest again.
    /// </remarks>
    private static Finding? FindStart(ResourceGraph now, Resource machine)
    {
        var isUp =
            now.FindResource(machine.Id.WithKind(Kinds.VirtualMachineInstance))?.StringAt("/status/phase") == "Running";
        var consequence = (machine.StringAt("/spec/runStrategy"), isUp) switch
        {
            ("Manual", true) => "does not start again by itself. Start it when the rollback is done.",
            ("RerunOnFailure" or "Once", false) => "is started at the end, though its guest does not run now.",
            _ => null,
        };

        return consequence is null
            ? null
            : new Finding(
                FindingIds.StartsAgain,
                FindingSeverity.Warning,
                machine.Id,
                "/spec/runStrategy",
                $"By its run strategy the machine {consequence}"
            );
    }

    /// <summary>Other machines that use the claim of a disk.</summary>
    private static IEnumerable<Finding> FindUsers(ResourceGraph now, ResourceId machine, RollbackDisk disk)
    {
        var users = now.EdgesTo(disk.Current)
            .Where(edge => edge.Reference.HoldsData)
            .Select(edge => DataHolder.MachineOf(now, edge.From) ?? edge.From)
            .Where(user => user != machine)
            .Distinct()
            .Order();
        foreach (var user in users)
        {
            var isRunning = IsRunning(now, user);
            if (disk.Method == RollbackMethod.Swap && !isRunning)
                continue;
            var state = isRunning ? "uses it, too, and runs" : "uses it, too";
            yield return Refuse(
                disk.Current,
                null,
                $"The claim of the disk '{disk.Name}' cannot be taken back under {user}, which {state}. Stop that machine, or "
                    + "leave the disk out."
            );
        }
    }

    private static bool IsRunning(ResourceGraph now, ResourceId user)
    {
        var guest = now.FindResource(user.WithKind(Kinds.VirtualMachineInstance));
        if (guest is not null && guest.StringAt("/status/phase") is not ("Succeeded" or "Failed"))
            return true;
        var machine = now.FindResource(user);

        return machine?.StringAt("/spec/runStrategy") is "Always" or "RerunOnFailure"
            || machine?.At("/spec/running") is { ValueKind: JsonValueKind.True };
    }

    internal static Finding Refuse(ResourceId id, string? path, string message) =>
        new(FindingIds.RollbackRefused, FindingSeverity.Error, id, path, message);
}
