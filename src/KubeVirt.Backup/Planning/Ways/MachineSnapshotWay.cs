namespace KubeVirt.Backup.Planning;

/// <summary>KubeVirt takes a VirtualMachineSnapshot.</summary>
/// <remarks>
/// Source: KubeVirt pkg/storage/snapshot/snapshot.go: all volumes are in it, and one without a class is left out without an error.
/// </remarks>
internal static class MachineSnapshotWay
{
    private const string Kind = "VirtualMachineSnapshot";
    private const string Statuses = "/status/volumeSnapshotStatuses";

    private static readonly string[] Work = ["/status/snapshotInProgress", "/status/restoreInProgress"];

    /// <summary>Its row.</summary>
    public static WayRule Rule { get; } =
        new(
            BackupWay.MachineSnapshot,
            "a VirtualMachineSnapshot",
            [
                machine => machine.ObstacleOfKind(Kind),
                machine => machine.ObstacleOfServed(Kinds.VirtualMachineSnapshot),
                machine => FeatureGates.ObstacleOfDisabled(machine.Facts, "Snapshot"),
                machine => machine.ObstacleOfLeftOut(Kind),
                IsIdle,
                TakesAll,
            ],
            machine => new PlannedWay
            {
                Way = BackupWay.MachineSnapshot,
                Reason = "KubeVirt takes snapshots of all its volumes, and freezes the guest meanwhile.",
            }
        );

    /// <summary>KubeVirt does one thing with a machine at a time.</summary>
    private static WayObstacle? IsIdle(WayCase machine)
    {
        var path = Array.Find(Work, path => machine.Machine.StringAt(path) is { Length: > 0 });

        return path is null
            ? null
            : WayObstacle.Known($"{machine.Machine.StringAt(path)} is under way. Wait for its end.", machine.Id, path);
    }

    /// <summary>
    /// Whether KubeVirt would take all volumes: by what it states of each, and where it states nothing, by the classes that
    /// there are.
    /// </summary>
    private static WayObstacle? TakesAll(WayCase machine)
    {
        var stated = JsonMembers
            .Items(machine.Machine.At(Statuses))
            .Where(status => JsonMembers.Text(status, "name") is not null)
            .ToLookup(status => JsonMembers.Text(status, "name")!, status => JsonMembers.IsTrue(status, "enabled"));
        var volumes = NamedVolume.In(machine.Machine, "/spec/template/spec/volumes").ToList();
        var refused = volumes.Find(volume => stated[volume.Name].Any(isEnabled => !isEnabled));
        if (refused.Name is not null)
            return WayObstacle.Known($"KubeVirt takes no snapshot of the volume {refused.Name}.", machine.Id, Statuses);

        var unstated = volumes.Find(volume => !stated[volume.Name].Any());
        if (unstated.Name is null)
            return null;

        var claim = ResourceId.Unchecked(Kinds.PersistentVolumeClaim, machine.Id.Namespace, unstated.Claim);
        if (machine.Claims.Contains(claim) && SnapshotClassFacts.ObstacleOf(machine, claim) is null)
            return null;

        return WayObstacle.Unknown(
            $"Nothing says whether KubeVirt takes a snapshot of {unstated.Name}.",
            machine.Id,
            Statuses
        );
    }
}
