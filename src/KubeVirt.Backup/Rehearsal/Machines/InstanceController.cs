using System.Text.Json.Nodes;

namespace KubeVirt.Backup.Rehearsal;

/// <summary>KubeVirt's controller of instances: waits for their volumes, then makes the launcher pod.</summary>
internal sealed class InstanceController : ControllerModel
{
    private const string Foreground = "kubevirt.io/foregroundDeleteVirtualMachine";

    public override string Source => "KubeVirt pkg/virt-controller/watch/vmi/lifecycle.go";

    // It first writes the version that it saw: an instance whose owner is absent is collected before it gets a pod.
    public override Pace Pace => Pace.Soon;

    public override IEnumerable<ResourceId> Watch(World world, Change change)
    {
        var one = change.Object;
        if (one.Kind == Kinds.VirtualMachineInstance)
            return [one.Id];
        if (one.Kind == Kinds.Pod && one.ControllerOwner is { } owner && owner.Kind == Kinds.VirtualMachineInstance)
            return [ResourceId.Unchecked(owner.Kind, one.Namespace, owner.Name)];

        var isClaim = one.Kind == Kinds.PersistentVolumeClaim && change.Kind != ChangeKind.Deleted;
        return isClaim || one.Kind == Kinds.DataVolume ? UsersOf(world, one) : [];
    }

    public override bool Reconcile(World world, ResourceId id)
    {
        if (world.Find(id) is not { } instance)
            return true;
        if (instance.IsDeleting)
            return Finish(world, instance);

        var volumes = new InstanceVolumes(world, instance);
        var pod = CurrentPod(world, instance);
        var error = volumes.Check(out var areReady, out var waits);
        if (error is null && pod is null && areReady && instance.Phase is "" or "Pending")
            error = Launch(world, instance, waits, out pod);

        UpdateStatus(world, instance, pod, volumes, error);
        // A claim that is not there wakes the controller when it appears.
        return error is null || error.Reason == KubeVirtNames.FailedPvcNotFound;
    }

    private static IEnumerable<ResourceId> UsersOf(World world, WorldObject volume) =>
        world
            .Of(Kinds.VirtualMachineInstance, volume.Namespace)
            .Where(instance => MachineVolumes.Of(instance.At("/spec")).Any(used => used.Claim == volume.Name))
            .Select(instance => instance.Id);

    private static IEnumerable<WorldObject> PodsOf(World world, WorldObject instance) =>
        world.Of(Kinds.Pod, instance.Namespace).Where(pod => pod.IsOwnedBy(instance));

    /// <summary>The pod of the instance. One on another node than the status names does not count.</summary>
    private static WorldObject? CurrentPod(World world, WorldObject instance)
    {
        var node = instance.Text("/status/nodeName");
        return PodsOf(world, instance)
            .LastOrDefault(pod => string.IsNullOrEmpty(node) || pod.Text("/spec/nodeName") == node);
    }

    /// <summary>Deletes the pods, and lets go.</summary>
    private static bool Finish(World world, WorldObject instance)
    {
        foreach (var pod in PodsOf(world, instance).ToList())
            world.Delete(pod);
        world.Update(instance, one =>
        {
            one.RemoveFinalizer(Foreground);
            one.RemoveFinalizer(KubeVirtNames.MachineFinalizer);
        });
        world.DeleteIfReleased(instance);
        return true;
    }

    /// <summary>Sees to the state of the machine, then makes the pod.</summary>
    private SyncError? Launch(World world, WorldObject instance, bool waits, out WorldObject? pod)
    {
        pod = null;
        if (StateClaims.Ensure(world, instance) is { } fault)
            return fault;

        pod = LauncherPod.Make(world, instance, waits, out var message);
        if (pod is not null)
        {
            world.Tell(instance, RehearsalEffect.Started, "It gets its launcher pod.", Source);
            return null;
        }

        world.Warn(instance, KubeVirtNames.FailedCreate, $"Error creating pod: {message}");
        world.Tell(instance, RehearsalEffect.Stuck, $"Its launcher pod is refused: {message}", Source);
        return new SyncError(KubeVirtNames.FailedCreate, $"failed to create virtual machine pod: {message}");
    }

    /// <summary>Writes phase and conditions, from what is there at this moment.</summary>
    private static void UpdateStatus(
        World world,
        WorldObject instance,
        WorldObject? pod,
        InstanceVolumes volumes,
        SyncError? error
    )
    {
        var isLaunched = pod is not null && !LauncherPod.IsTemporary(pod);
        var phase = instance.Phase switch
        {
            "" or "Pending" => isLaunched ? "Scheduling"
            : volumes.HasFailed ? "Failed"
            : "Pending",
            "Scheduling" or "Scheduled" or "Running" when !isLaunched => "Failed",
            var known => known,
        };
        world.Update(instance, one =>
        {
            one.Set("/status/phase", phase);
            if (phase != "Running")
                Conditions.Put(one, ReadyOf(isLaunched));
            if (volumes.ToCondition() is { } condition)
                Conditions.Put(one, condition);
            SetProvisioning(one, phase == "Pending" && volumes.WaitForConsumer);
            SetSynchronized(one, error);
            if (phase == "Running")
                TellVolumes(one);
            StateClaims.Tell(world, one);
        });
        if (phase == "Failed")
            world.Tell(
                instance,
                RehearsalEffect.Stuck,
                "It fails: its status names a pod or a node that it does not have.",
                "KubeVirt pkg/virt-controller/watch/vmi/lifecycle.go"
            );
    }

    private static void TellVolumes(WorldObject instance)
    {
        var volumes = MachineVolumes
            .Of(instance.At("/spec"))
            .Select(volume => StateClaims.StatusOf(volume.Name, volume.Claim));
        instance.Set("/status/volumeStatus", new JsonArray([.. volumes.ToList()]));
    }

    private static void SetProvisioning(WorldObject instance, bool isProvisioning)
    {
        const string Provisioning = "Provisioning";
        Conditions.Drop(instance, Provisioning);
        if (isProvisioning)
            Conditions.Put(instance, Conditions.Of(Provisioning, "True", "", ""));
    }

    private static JsonObject ReadyOf(bool isLaunched) =>
        isLaunched
            ? Conditions.Of("Ready", "False", "GuestNotRunning", "Guest VM is not reported as running")
            : Conditions.Of("Ready", "False", "PodNotExists", "virt-launcher pod has not yet been scheduled");

    /// <summary>A condition of the same reason is not written again, whatever its message.</summary>
    private static void SetSynchronized(WorldObject instance, SyncError? error)
    {
        const string Synchronized = "Synchronized";
        if (error is null)
            Conditions.Drop(instance, Synchronized);
        else if (Conditions.ReasonOf(instance, Synchronized) != error.Reason)
            Conditions.Put(instance, Conditions.Of(Synchronized, "False", error.Reason, error.Message));
    }
}
