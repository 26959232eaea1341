namespace KubeVirt.Backup.Planning;

/// <summary>KubeVirt makes a VirtualMachineBackup, full or incremental by a tracker.</summary>
/// <remarks>Sources: KubeVirt pkg/storage/cbt/backup.go and cbt.go; staging/src/kubevirt.io/api/backup/v1alpha1/types.go.</remarks>
internal static class MachineBackupWay
{
    private const string Kind = "VirtualMachineBackup";
    private const string Phase = "/status/phase";
    private const string Migration = "/status/migrationState";
    private const string Utility = "UtilityVolumes";
    private const string Underway = "/status/changedBlockTracking/backupStatus";

    private static readonly string[] Copied = ["persistentVolumeClaim", "dataVolume", "hostDisk"];

    /// <summary>Its row.</summary>
    public static WayRule Rule { get; } =
        new(
            BackupWay.MachineBackup,
            "a VirtualMachineBackup",
            [
                machine => machine.ObstacleOfKind(Kind),
                ChangedBlockTracking.ObstacleOf,
                Runs,
                HasDisks,
                machine => machine.ObstacleOfLeftOut(Kind),
                IsServed,
                machine => FeatureGates.ObstacleOfDisabled(machine.Facts, "IncrementalBackup"),
                machine => FeatureGates.ObstacleOfAlpha(machine.Facts, Utility),
                IsIdle,
                HasOneTracker,
            ],
            Describe
        );

    /// <summary>A tracker is of the same API, and is looked for anyhow.</summary>
    private static WayObstacle? IsServed(WayCase machine)
    {
        if (machine.Facts.IsNotServed(Kinds.VirtualMachineBackupTracker))
            return WayObstacle.Known(
                $"The cluster does not serve {Kind}. Switch on the feature gate IncrementalBackup."
            );

        // Files that hold no tracker do not say that there is none, but a full backup is possible anyhow.
        return null;
    }

    /// <summary>The copy is made by the hypervisor, of which there is one while the guest runs.</summary>
    private static WayObstacle? Runs(WayCase machine)
    {
        if (machine.Guest is not { } guest)
            return WayObstacle.Known(
                "The machine does not run, and KubeVirt backs up disks of running ones alone.",
                machine.Id
            );

        return guest.StringAt(Phase) == "Running"
            ? null
            : WayObstacle.Known(
                "The guest does not run, and KubeVirt backs up disks of running ones alone.",
                guest.Id,
                Phase
            );
    }

    /// <summary>A machine without such a disk is refused.</summary>
    private static WayObstacle? HasDisks(WayCase machine)
    {
        var volumes = JsonMembers.Items((machine.Guest ?? machine.Machine).At("/spec/volumes"));

        return
            machine.Guest is null
            || volumes.Any(volume => Copied.Any(field => JsonMembers.Find(volume, field) is not null))
            ? null
            : WayObstacle.Known("The machine has no disk that KubeVirt backs up.", machine.Id);
    }

    /// <summary>One backup of a machine at a time, and none while its guest moves.</summary>
    private static WayObstacle? IsIdle(WayCase machine)
    {
        if (machine.Guest is not { } guest)
            return null;
        if (guest.At(Underway) is not null && !JsonMembers.IsTrue(guest.At(Underway), "completed"))
            return WayObstacle.Known("Another backup of it is under way. Wait for its end.", guest.Id, Underway);

        var isMigrating = guest.At(Migration) is not null && guest.At(Migration + "/endTimestamp") is null;
        return isMigrating
            ? WayObstacle.Known("The guest is being migrated. Wait for the end of the migration.", guest.Id, Migration)
            : null;
    }

    /// <summary>A backup through the tracker of another product would break the chain of that product.</summary>
    private static WayObstacle? HasOneTracker(WayCase machine)
    {
        if (machine.Id.Kind != Kinds.VirtualMachine)
            return null;
        var known = machine.Facts.KnowsAll(Kinds.VirtualMachineBackupTracker, machine.Id.Namespace);
        var trackers = TrackersOf(machine);
        if (trackers.Count == 0 && machine.Facts.IsCluster && !known)
            return WayObstacle.Unknown(
                "The trackers of the namespace could not be read. Grant list on them.",
                machine.Id
            );
        if (trackers.Count <= 1)
            return null;

        var names = string.Join(", ", trackers.Select(tracker => tracker.Id.Name));
        return WayObstacle.Known(
            $"Nobody knows which of its trackers {names} is yours. Name it by labels, see WayOptions.Trackers.",
            machine.Id
        );
    }

    /// <summary>The trackers of the machine that may be used, ordered by name.</summary>
    private static List<Resource> TrackersOf(WayCase machine) =>
        [
            .. machine
                .Facts.All(Kinds.VirtualMachineBackupTracker)
                .Where(tracker => tracker.Id.Namespace == machine.Id.Namespace)
                .Where(tracker => tracker.StringAt("/spec/source/name") == machine.Id.Name)
                .Where(tracker => machine.Options.Trackers?.Matches(tracker) ?? true),
        ];

    /// <summary>
    /// What KubeVirt is expected to make. It decides anew when the backup begins, and its answer counts.
    /// </summary>
    private static PlannedWay Describe(WayCase machine)
    {
        var tracker = TrackersOf(machine).FirstOrDefault();
        var since = tracker?.StringAt("/status/latestCheckpoint/name") is { Length: > 0 } name ? name : null;
        var isUnproven = FeatureGates.ConfigurationOf(machine.Facts) is null;
        var doubt = isUnproven ? $" Whether the feature gate {Utility} is on could not be read." : "";

        return new PlannedWay
        {
            Way = BackupWay.MachineBackup,
            Tracker = tracker?.Id,
            Since = since,
            IsUnproven = isUnproven,
            Reason = ReasonOf(tracker, since) + doubt,
        };
    }

    /// <summary>Why it is full or incremental.</summary>
    private static string ReasonOf(Resource? tracker, string? since)
    {
        if (tracker is null)
            return "All of its disks is copied: no tracker of it is known, by which the next one could be incremental.";
        if (since is null)
            return "All of its disks is copied: the tracker has no checkpoint. The next one can be incremental.";

        var changes = $"What changed since the checkpoint {since} is copied.";
        return JsonMembers.IsTrue(tracker.At("/status"), "checkpointRedefinitionRequired")
            ? $"{changes} The guest was started again since: where KubeVirt does not find the checkpoint, it copies all."
            : changes;
    }
}
