using System.Text.Json.Nodes;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Rehearsal;

/// <summary>
/// What becomes of changes to the template of a machine that runs: some reach the guest at once, volumes migrate
/// where the
/// machine asks for it, and all others wait for a restart.
/// </summary>
/// <remarks>
/// Source: KubeVirt pkg/virt-controller/watch/vm/vm.go (syncRestartRequired, handleVolumeUpdateRequest),
/// pkg/virt-controller/watch/volume-migration/volume-migration.go.
/// </remarks>
internal static class RunningUpdates
{
    /// <summary>The type of the condition that is kept until the machine is started anew.</summary>
    public const string RestartRequired = "RestartRequired";

    private const string Template = "/spec/template/spec";
    private const string Migrated = "/status/migratedVolumes";

    // These reach a running guest, or its next migration, without a restart.
    private static readonly string[] LiveUpdated =
    [
        "/domain/cpu/sockets",
        "/domain/memory/guest",
        "/nodeSelector",
        "/affinity",
        "/tolerations",
        "/domain/firmware",
    ];

    /// <summary>Brings what was changed to the instance, or notes that it needs a restart.</summary>
    public static void Sync(World world, WorldObject machine, WorldObject instance)
    {
        var revision = instance.Text(KubeVirtNames.RevisionNameAt);
        var stored = world.Find(Kinds.ControllerRevision, machine.Namespace, revision);
        if (stored?.At("/data/spec") is not JsonObject started || machine.At(Template) is not JsonObject wanted)
            return;

        var migrates = machine.Text("/spec/updateVolumesStrategy") == "Migration";
        var needsRestart = Differs(started, wanted, migrates);
        world.Update(machine, one =>
        {
            Conditions.Drop(one, RestartRequired);
            if (needsRestart)
                Conditions.Put(one, RestartCondition());
        });
        if (migrates && !needsRestart && instance.Phase == "Running")
            MigrateVolumes(world, machine, instance);
    }

    private static JsonObject RestartCondition() =>
        Conditions.Of(RestartRequired, "True", "", "a non-live-updatable field was changed in the template spec");

    /// <summary>Whether something differs that a running guest cannot be given.</summary>
    private static bool Differs(JsonObject started, JsonObject wanted, bool migrates)
    {
        var (before, after) = ((JsonObject)started.DeepClone(), (JsonObject)wanted.DeepClone());
        foreach (var pointer in LiveUpdated)
        {
            NodePointer.Remove(before, pointer);
            NodePointer.Remove(after, pointer);
        }

        if (migrates && NamesOf(before).SequenceEqual(NamesOf(after)))
        {
            before.Remove("volumes");
            after.Remove("volumes");
        }

        return !JsonNode.DeepEquals(before, after);
    }

    private static IEnumerable<string?> NamesOf(JsonObject spec) =>
        (spec["volumes"] as JsonArray ?? []).OfType<JsonObject>().Select(volume => WorldObject.TextOf(volume["name"]));

    private static void MigrateVolumes(World world, WorldObject machine, WorldObject instance)
    {
        var wanted = MachineVolumes.Of(machine.At(Template)).ToDictionary(volume => volume.Name);
        var moved = MachineVolumes
            .Of(instance.At("/spec"))
            .Where(volume => wanted.TryGetValue(volume.Name, out var next) && next.Claim != volume.Claim)
            .Select(volume => (volume.Name, From: ClaimOf(volume.Claim), To: ClaimOf(wanted[volume.Name].Claim)))
            .ToList();
        if (moved.Count == 0 || moved.Any(volume => volume.From is null || volume.To is null))
            return;

        var told = moved.Select(volume => (JsonNode)InfoOf(volume.Name, volume.From!, volume.To!)).ToList();
        world.Update(instance, one =>
        {
            one.Set("/spec/volumes", machine.At($"{Template}/volumes")?.DeepClone());
            one.Set(Migrated, new JsonArray([.. told.Select(info => info.DeepClone())]));
            Conditions.Put(one, Conditions.Of("VolumesChange", "True", "", "migrate volumes"));
        });
        world.Update(machine, one =>
            one.Set("/status/volumeUpdateState/volumeMigrationState/migratedVolumes", new JsonArray([.. told]))
        );

        WorldObject? ClaimOf(string name) => world.Find(Kinds.PersistentVolumeClaim, machine.Namespace, name);
    }

    private static JsonObject InfoOf(string volume, WorldObject from, WorldObject to) =>
        new JsonObject
        {
            ["volumeName"] = volume,
            ["sourcePVCInfo"] = InfoOf(from),
            ["destinationPVCInfo"] = InfoOf(to),
        };

    private static JsonObject InfoOf(WorldObject claim) =>
        new()
        {
            ["claimName"] = claim.Name,
            ["accessModes"] = claim.At("/spec/accessModes")?.DeepClone(),
            ["volumeMode"] = claim.Text("/spec/volumeMode"),
            ["requests"] = claim.At("/spec/resources/requests")?.DeepClone(),
            ["capacity"] = claim.At("/status/capacity")?.DeepClone(),
        };
}
