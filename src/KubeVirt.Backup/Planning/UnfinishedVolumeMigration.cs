using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Planning;

/// <summary>
/// A volume that was on its way to another claim when its machine was backed up. The machine names the destination
/// already, and the data is in the source.
/// </summary>
/// <param name="Volume">Its name in the machine's template.</param>
/// <param name="Path">Where the machine names the destination, as a claim or as a DataVolume.</param>
/// <param name="Source">The claim that holds the data.</param>
/// <param name="Destination">The claim that was copied to and is not complete.</param>
/// <remarks>
/// Source: KubeVirt pkg/virt-controller/watch/vm/vm.go. <c>handleVolumeUpdateRequest</c> writes the destinations into
/// the guest's spec when a migration begins and notes it in both statuses; <c>syncVolumeMigration</c> keeps the
/// machine's note after a success, so that it alone proves nothing. The guest's note goes when it is handed over
/// (pkg/virt-handler/migration-target.go, <c>removeMigratedVolumes</c>). A machine whose guest ends meanwhile gets the
/// condition <c>ManualRecoveryRequired</c>: it is not started until its volumes name the sources again.
/// </remarks>
internal sealed record UnfinishedVolumeMigration(string Volume, string Path, ResourceId Source, ResourceId Destination)
{
    private const string MachineNote = "/status/volumeUpdateState/volumeMigrationState/migratedVolumes";
    private const string GuestNote = "/status/migratedVolumes";
    private const string MachineVolumes = "/spec/template/spec/volumes";
    private const string GuestVolumes = "/spec/volumes";

    /// <summary>The volumes of a machine whose data is not where its spec says; none for other kinds.</summary>
    public static IReadOnlyList<UnfinishedVolumeMigration> Of(ResourceGraph graph, Resource machine)
    {
        if (machine.Id.Kind != Kinds.VirtualMachine)
            return [];

        var guest = graph.FindResource(machine.Id.WithKind(Kinds.VirtualMachineInstance));
        if (guest is not null && HasEnded(guest))
            guest = null;

        var sources = MigrationNotes.Sources(machine, MachineNote);
        if (guest is not null)
            sources = MigrationNotes
                .Sources(guest, GuestNote)
                .Concat(sources)
                .DistinctBy(note => note.Key)
                .ToDictionary();
        if (sources.Count == 0)
            return [];

        var unfinished = new List<UnfinishedVolumeMigration>();
        foreach (var volume in NamedVolume.In(machine, MachineVolumes))
        {
            if (!sources.TryGetValue(volume.Name, out var source) || source == volume.Claim)
                continue;
            if (!ResourceId.IsName(source) || !ResourceId.IsName(volume.Claim))
                continue;
            if (NeedsRecovery(machine) || (guest is not null && Writes(guest, volume, source)))
                unfinished.Add(new(volume.Name, volume.Path, Claim(source), Claim(volume.Claim)));
        }

        return unfinished;

        ResourceId Claim(string name) => new(Kinds.PersistentVolumeClaim, machine.Id.Namespace, name);
    }

    /// <summary>
    /// Whether KubeVirt waits for somebody to put the volumes of a machine right, or will: a guest that ended while its
    /// volumes changed makes it wait.
    /// </summary>
    public static bool NeedsRecovery(Resource machine) =>
        StatusConditions.IsTrue(machine, "ManualRecoveryRequired")
        || (StatusConditions.IsTrue(machine, "VolumesChange") && machine.At("/status/created") is null);

    /// <summary>Whether a guest has ended, so that its notes are those of the past.</summary>
    private static bool HasEnded(Resource guest) => guest.StringAt("/status/phase") is "Succeeded" or "Failed";

    /// <summary>Whether a guest still writes to the source of a volume.</summary>
    private static bool Writes(Resource guest, NamedVolume volume, string source)
    {
        var isSpecified = NamedVolume
            .In(guest, GuestVolumes)
            .Any(used => used.Name == volume.Name && used.Claim == source);
        if (isSpecified)
            return true;

        var isNoted = MigrationNotes.Sources(guest, GuestNote).ContainsKey(volume.Name);
        var attached = NamedVolume.Attached(guest, volume.Name);

        return isNoted && attached != volume.Claim;
    }
}
