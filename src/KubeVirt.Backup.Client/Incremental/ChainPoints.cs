using KubeVirt.Backup.Chains;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Client.Incremental;

/// <summary>Makes points of chains of what KubeVirt says of its backups.</summary>
public static class ChainPoints
{
    /// <summary>What KubeVirt and this library leave on a machine that was restored or rolled back.</summary>
    private static readonly string[] RestoreMarks =
    [
        "/metadata/annotations/restore.kubevirt.io~1lastRestoreUID",
        "/metadata/annotations/kubevirt-backup~1restore-id",
        "/metadata/annotations/kubevirt-backup~1rollback",
    ];

    /// <summary>The point of a backup that is complete, or can be pulled.</summary>
    /// <param name="backup">The backup.</param>
    /// <param name="plan">What was planned: the machine, its guest and its claims as they were.</param>
    /// <param name="machine">The VirtualMachine.</param>
    /// <param name="since">
    /// The latest checkpoint of the tracker before the backup was created; <see langword="null"/> where it had none.
    /// </param>
    /// <param name="takenAt">When it was taken.</param>
    /// <returns>
    /// The point. Its files are those that KubeVirt pushes into the claim: <c>machine/checkpoint/backup-volume.qcow2</c>.
    /// A volume that the checkpoint does not cover is whole.
    /// </returns>
    /// <exception cref="ArgumentException">The plan has no such machine.</exception>
    /// <remarks>Source: KubeVirt pkg/storage/cbt/backup.go.</remarks>
    public static ChainPoint Of(
        VirtualMachineBackup backup,
        BackupPlan plan,
        ResourceId machine,
        BackupCheckpoint? since,
        DateTimeOffset takenAt
    )
    {
        ArgumentNullException.ThrowIfNull(backup);
        ArgumentNullException.ThrowIfNull(plan);
        var planned = plan.Machines.FirstOrDefault(found => found.Id == machine)
            ?? throw new ArgumentException($"The plan has no {machine}.", nameof(machine));
        var isIncremental = backup.IsIncremental == true;
        var guest = plan.Graph.FindResource(machine.WithKind(Kinds.VirtualMachineInstance));

        return new ChainPoint
        {
            Name = backup.Id.Name,
            Machine = machine,
            TakenAt = takenAt,
            Kind = KindOf(backup),
            Checkpoint = backup.Checkpoint,
            Since = isIncremental ? since?.Name : null,
            MachineUid = UidOf(plan, machine),
            RestoreMark = MarkOf(plan.Graph.FindResource(machine)),
            Migration = guest?.StringAt("/status/migrationState/migrationUid"),
            Files = [.. backup.Volumes.OrderBy(volume => volume.Name, StringComparer.Ordinal).Select(FileOf)],
        };

        ChainFile FileOf(BackupVolume volume)
        {
            var disk = planned.Disks.FirstOrDefault(disk => disk.Name == volume.Name);

            return new ChainFile
            {
                Volume = volume.Name,
                Name = $"{machine.Name}/{backup.Checkpoint}/{backup.Id.Name}-{volume.Name}.qcow2",
                IsFull = !isIncremental || (since is { Volumes.Count: > 0 } && !since.Volumes.Contains(volume.Name)),
                ClaimUid = disk?.Claim is { } claim ? UidOf(plan, claim) : null,
            };
        }
    }

    /// <summary>The tracker as a chain compares itself with it.</summary>
    /// <param name="tracker">The tracker.</param>
    /// <param name="machine">The VirtualMachine as it is now; <see langword="null"/> where it was not read.</param>
    public static ChainTracker Of(VirtualMachineBackupTracker tracker, Resource? machine)
    {
        ArgumentNullException.ThrowIfNull(tracker);

        return new ChainTracker
        {
            Id = tracker.Id,
            Checkpoint = tracker.LatestCheckpoint?.Name,
            RequiresRedefinition = tracker.RequiresRedefinition,
            MachineUid = machine is null ? null : ResourceMetadata.Uid(machine),
            RestoreMark = MarkOf(machine),
        };
    }

    private static ChainPointKind KindOf(VirtualMachineBackup backup) =>
        backup.IsIncremental switch
        {
            true => ChainPointKind.Incremental,
            false => ChainPointKind.Full,
            null => ChainPointKind.Unknown,
        };

    private static string? UidOf(BackupPlan plan, ResourceId id) =>
        plan.Graph.FindResource(id) is { } found ? ResourceMetadata.Uid(found) : null;

    /// <summary>All marks of restores together: a new one of any kind is another text.</summary>
    private static string? MarkOf(Resource? machine)
    {
        var marks = RestoreMarks.Select(mark => machine?.StringAt(mark)).OfType<string>().ToList();

        return marks.Count > 0 ? string.Join(' ', marks) : null;
    }
}
