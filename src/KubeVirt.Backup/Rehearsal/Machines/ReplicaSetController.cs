using System.Text.Json.Nodes;

namespace KubeVirt.Backup.Rehearsal;

/// <summary>
/// KubeVirt's controller of replica sets: adopts instances that its selector meets, makes what is missing, deletes
/// what is
/// too many.
/// </summary>
internal sealed class ReplicaSetController : ControllerModel
{
    public override string Source => "KubeVirt pkg/virt-controller/watch/replicaset/replicaset.go";

    public override IEnumerable<ResourceId> Watch(World world, Change change)
    {
        var one = change.Object;
        if (one.Kind == Kinds.VirtualMachineInstanceReplicaSet)
            return [one.Id];

        return one.Kind == Kinds.VirtualMachineInstance
            ? world.Of(Kinds.VirtualMachineInstanceReplicaSet, one.Namespace).Select(set => set.Id)
            : [];
    }

    public override bool Reconcile(World world, ResourceId id)
    {
        if (world.Find(id) is not { IsDeleting: false } set)
            return true;

        var own = Adopt(world, set);
        var wanted = ReplicaCounts.Wanted(world, set, Source);
        if (!set.IsTrue("/spec/paused") && SelectsItsOwn(set))
        {
            for (var i = own.Count; i < wanted; i++)
                Make(world, set);
            if (own.Count > wanted)
                Shrink(world, set, own);
        }

        // The instances that it just made, and the ones that it just deleted, are counted when it looks again.
        world.Update(set, one => one.Set("/status/replicas", Math.Max(wanted, 0)));
        return true;
    }

    /// <summary>Whether it would know its own instances again: else it would make new ones without end.</summary>
    private static bool SelectsItsOwn(WorldObject set) =>
        ReplicaCounts.SelectsTemplate(set.At("/spec/selector"), set.At("/spec/template/metadata/labels"));

    /// <summary>The instances that count: its own, and orphans that its selector meets.</summary>
    private static List<WorldObject> Adopt(World world, WorldObject set)
    {
        var matching = world
            .Of(Kinds.VirtualMachineInstance, set.Namespace)
            .Where(instance => !instance.IsDeleting && IsMet(set, instance))
            .Where(instance => instance.ControllerOwner is null || instance.IsOwnedBy(set))
            .ToList();
        foreach (var orphan in matching.Where(instance => instance.ControllerOwner is null))
            world.Update(orphan, one => one.AddOwner(OwnerOf.Controller(set)));

        return matching;
    }

    /// <summary>Whether its selector meets an instance. One of expressions alone meets what the set has made.</summary>
    private static bool IsMet(WorldObject set, WorldObject instance) =>
        ReplicaCounts.HasLabels(set) ? ReplicaCounts.Selects(set, instance) : instance.IsOwnedBy(set);

    private static void Make(World world, WorldObject set)
    {
        var id = new ResourceId(Kinds.VirtualMachineInstance, set.Namespace, set.Name + world.NewLetters());
        var body = WorkerObjects.Bare(KubeVirtNames.ApiVersion, id, OwnerOf.Controller(set));
        body["metadata"]!["labels"] = set.At("/spec/template/metadata/labels")?.DeepClone();
        body["spec"] = set.At("/spec/template/spec")?.DeepClone() ?? new JsonObject();
        ApiServer.Create(world, body, NewObject.OfController, out _);
    }

    /// <summary>Which ones die is for nobody to say: the controller takes them as its cache lists them.</summary>
    private void Shrink(World world, WorldObject set, List<WorldObject> own)
    {
        var isTold = set.At("/status/surplus") is not null;
        if (isTold)
            return;

        world.Update(set, one => one.Set("/status/surplus", own.Count));
        foreach (var instance in own)
        {
            world.MarkUncertain(instance);
            foreach (var pod in world.Of(Kinds.Pod, set.Namespace).Where(pod => pod.IsOwnedBy(instance)))
                world.MarkUncertain(pod);
            world.Tell(
                instance,
                RehearsalEffect.Collected,
                $"It or another instance of {set.Name} is deleted: there are more than the replica set asks for.",
                Source
            );
        }
    }
}
