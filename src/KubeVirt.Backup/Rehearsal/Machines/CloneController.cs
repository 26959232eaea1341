using System.Text.Json.Nodes;

namespace KubeVirt.Backup.Rehearsal;

/// <summary>
/// KubeVirt's controller of machine clones, by way of a snapshot and a restore. One that was finished makes its machine
/// again.
/// </summary>
/// <remarks>A machine with volumes waits for its snapshot, which nobody makes ready here.</remarks>
internal sealed class CloneController : ControllerModel
{
    public override string Source => "KubeVirt pkg/virt-controller/watch/clone/clone.go";

    public override IEnumerable<ResourceId> Watch(World world, Change change)
    {
        var one = change.Object;
        if (one.Kind == Kinds.VirtualMachineClone)
            return [one.Id];

        return one.Kind == Kinds.VirtualMachine
            ? world.Of(Kinds.VirtualMachineClone, one.Namespace).Select(clone => clone.Id)
            : [];
    }

    public override bool Reconcile(World world, ResourceId id)
    {
        if (world.Find(id) is not { IsDeleting: false } clone || clone.Phase == "Succeeded")
            return true;

        var source = world.Find(Kinds.VirtualMachine, id.Namespace, clone.Text("/spec/source/name"));
        var isOfMachine = clone.Text("/spec/source/kind") is "VirtualMachine";
        if (source is null || !isOfMachine)
            return true;

        var snapshot = Snapshot(world, clone, source);
        if (MachineVolumes.Of(source.At("/spec/template/spec")).Any())
        {
            Tell(world, clone, "SnapshotInProgress", "True", "False");
            return true;
        }

        MakeTarget(world, clone, source);
        Remove(world, clone, snapshot);
        Tell(world, clone, "Succeeded", "False", "True");
        world.Tell(clone, RehearsalEffect.Made, "It makes its machine again.", Source);
        return true;
    }

    private static void Tell(World world, WorldObject clone, string phase, string isGoingOn, string isReady)
    {
        var reason = isReady == "True" ? "Ready" : Observed.Unknown;
        world.Update(clone, one =>
        {
            one.Set("/status/phase", phase);
            Conditions.Put(one, Conditions.Of("Progressing", isGoingOn, reason, ""));
            Conditions.Put(one, Conditions.Of("Ready", isReady, reason, ""));
        });
    }

    /// <summary>Makes the snapshot by which a clone goes.</summary>
    private static WorldObject? Snapshot(World world, WorldObject clone, WorldObject source)
    {
        var id = new ResourceId(Kinds.VirtualMachineSnapshot, clone.Namespace, $"tmp-snapshot-{clone.Uid}");
        if (world.Find(id) is { } known)
            return known;

        var body = WorkerObjects.Bare("snapshot.kubevirt.io/v1beta1", id, OwnerOf.Controller(clone));
        body["spec"] = new JsonObject
        {
            ["source"] = new JsonObject { ["kind"] = source.Kind.Kind, ["name"] = source.Name },
        };
        return ApiServer.Create(world, body, NewObject.OfController, out _);
    }

    /// <summary>Makes the machine with the spec of the other.</summary>
    private static void MakeTarget(World world, WorldObject clone, WorldObject source)
    {
        var name = clone.Text("/spec/target/name") ?? source.Name + "-clone" + world.NewLetters();
        var id = ResourceId.Unchecked(Kinds.VirtualMachine, clone.Namespace, name);
        if (!ResourceId.IsName(name) || world.Find(id) is not null)
            return;

        var body = WorkerObjects.Bare(KubeVirtNames.ApiVersion, id, null);
        body["spec"] = source.At("/spec")?.DeepClone();
        ApiServer.Create(world, body, NewObject.OfController, out _);
    }

    /// <summary>
    /// What it needed on the way is deleted at the end: the snapshot with its content, and the restore.
    /// </summary>
    private static void Remove(World world, WorldObject clone, WorldObject? snapshot)
    {
        var restore = new ResourceId(Kinds.VirtualMachineRestore, clone.Namespace, $"tmp-restore-{clone.Uid}");
        var made = ApiServer.Create(
            world,
            WorkerObjects.Bare("snapshot.kubevirt.io/v1beta1", restore, OwnerOf.Controller(clone)),
            NewObject.OfController,
            out _
        );
        var content = new ResourceId(
            Kinds.VirtualMachineSnapshotContent,
            clone.Namespace,
            $"vmsnapshot-content-{snapshot?.Uid}"
        );
        var kept =
            snapshot is null || world.Find(content) is not null
                ? world.Find(content)
                : ApiServer.Create(
                    world,
                    WorkerObjects.Bare("snapshot.kubevirt.io/v1beta1", content, null),
                    NewObject.OfController,
                    out _
                );
        foreach (var one in new[] { made, snapshot, kept }.OfType<WorldObject>())
            world.Delete(one);

        var source = world.Find(Kinds.VirtualMachine, clone.Namespace, clone.Text("/spec/source/name"));
        if (source is not null)
            world.Update(source, one => one.RemoveFinalizer(KubeVirtNames.SnapshotFinalizer));
    }
}
