using System.Globalization;
using System.Text.Json.Nodes;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Rehearsal;

/// <summary>
/// KubeVirt's controller of pools. It counts the machines that it owns and adopts none; new ones get the next free
/// numbers.
/// </summary>
internal sealed class PoolController : ControllerModel
{
    public override string Source => "KubeVirt pkg/virt-controller/watch/pool/pool.go";

    public override IEnumerable<ResourceId> Watch(World world, Change change)
    {
        var one = change.Object;
        if (one.Kind == Kinds.VirtualMachinePool)
            return [one.Id];

        return one.Kind == Kinds.VirtualMachine
            ? world.Of(Kinds.VirtualMachinePool, one.Namespace).Select(pool => pool.Id)
            : [];
    }

    public override bool Reconcile(World world, ResourceId id)
    {
        if (world.Find(id) is not { IsDeleting: false } pool)
            return true;

        var own = world
            .Of(Kinds.VirtualMachine, pool.Namespace)
            .Where(machine => machine.IsOwnedBy(pool) && !machine.IsDeleting)
            .ToList();
        if (!pool.IsTrue("/spec/paused"))
        {
            MakeRevision(world, pool);
            var wanted = ReplicaCounts.Wanted(world, pool, Source);
            for (var i = own.Count; i < wanted; i++)
                Make(world, pool);
        }

        var count = world.Of(Kinds.VirtualMachine, pool.Namespace).Count(machine => machine.IsOwnedBy(pool));
        world.Update(pool, one => one.Set("/status/replicas", count));
        return true;
    }

    /// <summary>Keeps the template of a generation in a revision.</summary>
    private static void MakeRevision(World world, WorldObject pool)
    {
        var name = $"{pool.Name}-{pool.At("/metadata/generation")}";
        var id = new ResourceId(Kinds.ControllerRevision, pool.Namespace, name);
        if (world.Find(id) is null)
            ApiServer.Create(
                world,
                WorkerObjects.Bare("apps/v1", id, OwnerOf.Controller(pool)),
                NewObject.OfController,
                out _
            );
    }

    /// <summary>Makes the machine of the next free number.</summary>
    private void Make(World world, WorldObject pool)
    {
        var index = 0;
        while (world.Find(Kinds.VirtualMachine, pool.Namespace, NameOf(pool.Name, index)) is not null)
            index++;

        var id = new ResourceId(Kinds.VirtualMachine, pool.Namespace, NameOf(pool.Name, index));
        var body = WorkerObjects.Bare(KubeVirtNames.ApiVersion, id, OwnerOf.Controller(pool));
        body["metadata"]!["labels"] = pool.At("/spec/virtualMachineTemplate/metadata/labels")?.DeepClone();
        body["metadata"]!["annotations"] = pool.At("/spec/virtualMachineTemplate/metadata/annotations")?.DeepClone();
        body["metadata"]!["finalizers"] = new JsonArray(KubeVirtNames.PoolFinalizer);
        body["spec"] = pool.At("/spec/virtualMachineTemplate/spec")?.DeepClone() ?? new JsonObject();
        Number(body, index);
        var made = ApiServer.Create(world, body, NewObject.OfController, out _);
        if (made is not null)
            world.Tell(
                made,
                RehearsalEffect.Made,
                $"The pool {pool.Name} makes it, since it owns fewer machines than it asks for.",
                Source
            );
    }

    /// <summary>Templates, and the volumes that use them, get the number of the machine.</summary>
    private static void Number(JsonObject machine, int index)
    {
        var templates = (
            NodePointer.Find(machine, "/spec/dataVolumeTemplates") as JsonArray ?? []
        ).OfType<JsonObject>();
        var names = templates
            .Select(template => WorldObject.TextOf(NodePointer.Find(template, "/metadata/name")))
            .OfType<string>()
            .ToHashSet();
        foreach (var name in NodePointer.Expand(machine, "/spec/dataVolumeTemplates/*/metadata/name"))
            NodePointer.Set(machine, name, NameOf(WorldObject.TextOf(NodePointer.Find(machine, name))!, index));
        foreach (var field in new[] { "dataVolume/name", "persistentVolumeClaim/claimName" })
        {
            foreach (var name in NodePointer.Expand(machine, $"/spec/template/spec/volumes/*/{field}"))
            {
                var used = WorldObject.TextOf(NodePointer.Find(machine, name));
                if (used is not null && names.Contains(used))
                    NodePointer.Set(machine, name, NameOf(used, index));
            }
        }
    }

    private static string NameOf(string stem, int index) => $"{stem}-{index.ToString(CultureInfo.InvariantCulture)}";
}
