using System.Text.Json.Nodes;

namespace KubeVirt.Backup.Rehearsal;

/// <summary>
/// KubeVirt's controller of machines: instancetypes, the DataVolumes of templates, and the instance. It makes the
/// DataVolumes of a halted machine, too.
/// </summary>
internal sealed class MachineController : ControllerModel
{
    private const string StopHint = "Error encountered while creating DataVolumes: ";

    public override string Source => "KubeVirt pkg/virt-controller/watch/vm/vm.go";

    public override IEnumerable<ResourceId> Watch(World world, Change change)
    {
        var one = change.Object;
        if (one.Kind == Kinds.VirtualMachine)
            return [one.Id];
        if (one.Kind == Kinds.VirtualMachineInstance)
            return [one.Id.WithKind(Kinds.VirtualMachine)];
        if (one.Kind == Kinds.PersistentVolumeClaim)
            return change.Kind == ChangeKind.Added ? UsersOf(world, one) : [];
        if (one.Kind != Kinds.DataVolume)
            return [];

        var owner = one.ControllerOwner is { } found && found.Kind == Kinds.VirtualMachine ? found.Name : null;
        var users = UsersOf(world, one);
        return owner is null
            ? users
            : users.Prepend(ResourceId.Unchecked(Kinds.VirtualMachine, one.Namespace, owner)).Distinct();
    }

    public override bool Reconcile(World world, ResourceId id)
    {
        if (world.Find(id) is not { } machine)
            return true;

        var instance = ClaimInstance(world, machine);
        ClaimDataVolumes(world, machine);
        // Without the revision that an instance was started from the controller gives up before it writes any status.
        if (instance is not null && instance.Text(KubeVirtNames.RevisionNameAt) is null)
        {
            world.Tell(
                machine,
                RehearsalEffect.Stuck,
                "Its instance was not started by it, so KubeVirt never goes on with it.",
                Source
            );
            return false;
        }

        if (machine.IsDeleting)
            return Finish(world, machine, instance);

        world.Update(machine, one => one.AddFinalizer(KubeVirtNames.MachineFinalizer));
        var error = Sync(world, machine, instance);
        MachineStatus.Update(world, machine, Instance(world, machine), error);
        if (error is not null)
            world.Tell(machine, RehearsalEffect.Stuck, $"{error.Reason}: {error.Message}.", Source);

        return error is null;
    }

    /// <summary>The machines that use a volume of a name.</summary>
    private static IEnumerable<ResourceId> UsersOf(World world, WorldObject volume) =>
        world
            .Of(Kinds.VirtualMachine, volume.Namespace)
            .Where(machine =>
                MachineVolumes.Of(machine.At("/spec/template/spec")).Any(used => used.Claim == volume.Name)
            )
            .Select(machine => machine.Id);

    private static WorldObject? Instance(World world, WorldObject machine) =>
        world.Find(machine.Id.WithKind(Kinds.VirtualMachineInstance)) is { } found && found.IsOwnedBy(machine)
            ? found
            : null;

    /// <summary>Adopts an instance of its name that nobody owns.</summary>
    private static WorldObject? ClaimInstance(World world, WorldObject machine)
    {
        var found = world.Find(machine.Id.WithKind(Kinds.VirtualMachineInstance));
        if (found is { ControllerOwner: null, IsDeleting: false } && !machine.IsDeleting)
            world.Update(found, one => one.AddOwner(OwnerOf.Controller(machine)));

        return Instance(world, machine);
    }

    /// <summary>Adopts the DataVolumes of its templates that nobody owns.</summary>
    private static void ClaimDataVolumes(World world, WorldObject machine)
    {
        foreach (var name in MachineTemplates.NamesOf(machine))
        {
            var volume = world.Find(Kinds.DataVolume, machine.Namespace, name);
            if (volume is { ControllerOwner: null, IsDeleting: false } && !machine.IsDeleting)
                world.Update(volume, one => one.AddOwner(OwnerOf.Controller(machine)));
        }
    }

    /// <summary>Deletes the instance, and lets go when it is gone.</summary>
    private static bool Finish(World world, WorldObject machine, WorldObject? instance)
    {
        if (instance is not null)
            world.Delete(instance);
        else
            world.Update(machine, one => one.RemoveFinalizer(KubeVirtNames.MachineFinalizer));

        MachineStatus.Update(world, machine, instance, null);
        world.DeleteIfReleased(machine);
        return true;
    }

    /// <summary>Instancetypes, then DataVolumes, then the instance; each can end the look.</summary>
    private SyncError? Sync(World world, WorldObject machine, WorldObject? instance)
    {
        var instancetypes = new InstancetypeSync(world, machine);
        var error = instancetypes.Run(out var isChanged);
        if (error is not null || isChanged)
            return error;

        var strategy = RunStrategies.Of(machine);
        if (machine.Annotation(KubeVirtNames.ImmediateDataVolumes) != "false")
        {
            var templates = new MachineTemplates(world, machine);
            var isReady = templates.Ensure(out var problem);
            if (problem is not null)
                return new SyncError(KubeVirtNames.FailedCreate, StopHint + problem);
            if (!isReady && strategy != RunStrategies.Halted)
                return null;
        }

        if (
            instance is { Phase: "Failed" or "Succeeded" }
            || (instance is not null && strategy == RunStrategies.Halted)
        )
        {
            world.Delete(instance);
            return null;
        }

        if (instance is not null)
            RunningUpdates.Sync(world, machine, instance);

        return instance is null && RunStrategies.Starts(machine) ? Start(world, machine, instancetypes) : null;
    }

    /// <summary>Makes the instance, once all DataVolumes have their data.</summary>
    private SyncError? Start(World world, WorldObject machine, InstancetypeSync instancetypes)
    {
        var isReady = new MachineTemplates(world, machine).Ensure(out var problem);
        if (problem is not null)
            return new SyncError(KubeVirtNames.FailedCreate, problem);
        if (!isReady)
            return null;

        var revision = StartRevision(world, machine);
        var body = NewInstance(machine, revision);
        if (instancetypes.ApplyTo(body["spec"] as JsonObject ?? []) is { } fault)
        {
            world.Warn(
                machine,
                KubeVirtNames.FailedCreate,
                $"Error creating virtual machine instance: Failed to apply instancetype: {fault}"
            );
            return new SyncError(KubeVirtNames.FailedCreate, fault);
        }

        var made = ApiServer.Create(world, body, NewObject.OfController, out var refusal);
        if (made is null)
        {
            world.Warn(
                machine,
                KubeVirtNames.FailedCreate,
                $"Error creating virtual machine instance: {refusal!.Message}"
            );
            return new SyncError(KubeVirtNames.FailedCreate, refusal.Message);
        }

        world.Tell(machine, RehearsalEffect.Started, "KubeVirt starts it.", Source);
        return null;
    }

    /// <summary>The spec that an instance is started from is kept in a revision.</summary>
    private static string StartRevision(World world, WorldObject machine)
    {
        var name = $"revision-start-vm-{machine.Uid}-{machine.At("/metadata/generation")}";
        var id = new ResourceId(Kinds.ControllerRevision, machine.Namespace, name);
        if (world.Find(id) is not null)
            return name;

        var body = WorkerObjects.Bare("apps/v1", id, OwnerOf.Controller(machine));
        body["data"] = new JsonObject { ["spec"] = machine.At("/spec/template/spec")?.DeepClone() };
        ApiServer.Create(world, body, NewObject.OfController, out _);
        return name;
    }

    private static JsonObject NewInstance(WorldObject machine, string revision)
    {
        var id = machine.Id.WithKind(Kinds.VirtualMachineInstance);
        var body = WorkerObjects.Bare(KubeVirtNames.ApiVersion, id, OwnerOf.Controller(machine));
        body["metadata"]!["labels"] = machine.At("/spec/template/metadata/labels")?.DeepClone();
        body["metadata"]!["annotations"] = machine.At("/spec/template/metadata/annotations")?.DeepClone();
        body["metadata"]!["finalizers"] = new JsonArray(KubeVirtNames.MachineFinalizer);
        body["spec"] = machine.At("/spec/template/spec")?.DeepClone() ?? new JsonObject();
        body["status"] = new JsonObject { ["virtualMachineRevisionName"] = revision };

        return body;
    }
}
