namespace KubeVirt.Backup.Rehearsal;

/// <summary>
/// KubeVirt's controller of machine snapshots. One that was finished is taken again, since its status is lost on the
/// way.
/// Nobody makes the VolumeSnapshots ready here.
/// </summary>
internal sealed class SnapshotController : ControllerModel
{
    public override string Source => "KubeVirt pkg/storage/snapshot/snapshot.go";

    public override IEnumerable<ResourceId> Watch(World world, Change change)
    {
        var one = change.Object;
        if (one.Kind == Kinds.VirtualMachineSnapshot)
            return [one.Id];

        return one.Kind == Kinds.VirtualMachine
            ? world.Of(Kinds.VirtualMachineSnapshot, one.Namespace).Select(snapshot => snapshot.Id)
            : [];
    }

    public override bool Reconcile(World world, ResourceId id)
    {
        if (world.Find(id) is not { IsDeleting: false } snapshot)
            return true;

        var machine = world.Find(Kinds.VirtualMachine, id.Namespace, snapshot.Text("/spec/source/name"));
        if (machine is null)
            return true;

        world.Update(machine, one => one.AddFinalizer(KubeVirtNames.SnapshotFinalizer));
        MakeContent(world, snapshot, machine);
        // What a snapshot of no volume, or of a running guest, comes to is not known here.
        var isOpen = !MachineVolumes.Of(machine.At("/spec/template/spec")).Any() || IsRunning(world, machine);
        world.Update(snapshot, one =>
        {
            one.Set("/status/phase", isOpen ? Observed.Unknown : "InProgress");
            one.Set("/status/readyToUse", isOpen ? Observed.Unknown : false);
            var progress = isOpen ? Observed.Unknown : "Source locked and operation in progress";
            Conditions.Put(one, Conditions.Of("Progressing", "True", progress, ""));
            Conditions.Put(one, Conditions.Of("Ready", "False", "Not ready", ""));
        });
        return true;
    }

    private static bool IsRunning(World world, WorldObject machine) =>
        world.Find(machine.Id.WithKind(Kinds.VirtualMachineInstance)) is not null;

    /// <summary>Makes what holds the machine, and a snapshot of each volume.</summary>
    private static void MakeContent(World world, WorldObject snapshot, WorldObject machine)
    {
        var id = new ResourceId(
            Kinds.VirtualMachineSnapshotContent,
            snapshot.Namespace,
            $"vmsnapshot-content-{snapshot.Uid}"
        );
        if (world.Find(id) is not null)
            return;

        var body = WorkerObjects.Bare("snapshot.kubevirt.io/v1beta1", id, null);
        if (ApiServer.Create(world, body, NewObject.OfController, out _) is not { } content)
            return;

        foreach (var volume in MachineVolumes.Of(machine.At("/spec/template/spec")))
        {
            var name = $"vmsnapshot-{snapshot.Uid}-volume-{volume.Name}";
            if (!ResourceId.IsName(name))
                continue;

            var of = new ResourceId(Kinds.VolumeSnapshot, snapshot.Namespace, name);
            var part = WorkerObjects.Bare("snapshot.storage.k8s.io/v1", of, OwnerOf.Controller(content));
            ApiServer.Create(world, part, NewObject.OfController, out _);
        }
    }
}
