using System.Text.Json.Nodes;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Rehearsal;

/// <summary>The fields that are told of machines and instances.</summary>
internal static class ObservedMachines
{
    private static readonly string[] Parts = ["cores", "sockets", "threads"];
    private static readonly string[] Named = ["kind", "name"];

    private const string Firmware = "/spec/template/spec/domain/firmware";

    /// <summary>What is told of a machine.</summary>
    public static IEnumerable<(string, JsonNode?)> OfMachine(World world, WorldObject machine)
    {
        yield return ("printableStatus", machine.Text("/status/printableStatus"));
        yield return ("runStrategy", StrategyOf(machine));
        if (machine.At("/spec/instancetype") is { } instancetype)
            yield return ("instancetype", instancetype.DeepClone());
        if (TopologyOf(machine.At("/spec/template/spec/domain/cpu")) is { } topology)
            yield return ("cpu", topology);
        yield return ("created", machine.IsTrue("/status/created"));
        yield return ("ready", machine.IsTrue("/status/ready"));
        yield return ("instance", world.Find(machine.Id.WithKind(Kinds.VirtualMachineInstance)) is not null);
        foreach (var matcher in new[] { Matcher.Instancetype, Matcher.Preference })
        {
            if (ReferenceOf(machine, matcher) is { } reference)
                yield return ($"{matcher.Field}Ref", reference);
        }

        if (machine.At("/status/volumeUpdateState") is { } update)
            yield return ("volumeUpdateState", update.DeepClone());
        yield return (
            "firmware",
            new JsonObject { ["serial"] = Given(machine, "serial"), ["uuid"] = Given(machine, "uuid") }
        );
        var finalizers = machine.Finalizers.ToList();
        if (finalizers is not ([] or [KubeVirtNames.MachineFinalizer]))
            yield return ("finalizers", new JsonArray([.. finalizers.Select(name => (JsonNode)name)]));
    }

    /// <summary>What is told of an instance.</summary>
    public static IEnumerable<(string, JsonNode?)> OfInstance(World world, WorldObject instance)
    {
        yield return ("cpu", TopologyOf(instance.At("/spec/domain/cpu")));
        yield return ("memory", instance.Text("/spec/domain/memory/guest"));
        var volumes = instance.Items("/status/volumeStatus").Select(ToldVolume).ToList();
        if (volumes.Count > 0)
            yield return ("volumeStatus", new JsonArray([.. volumes]));
        var moved = instance.Items("/status/migratedVolumes").Select(ToldMove).ToList();
        if (moved.Count > 0)
            yield return ("migratedVolumes", new JsonArray([.. moved]));
        yield return ("node", instance.Text("/status/nodeName") is { Length: > 0 });
    }

    private static JsonNode ToldVolume(JsonObject status) =>
        new JsonObject
        {
            ["name"] = WorldObject.TextOf(status["name"]),
            ["claim"] = WorldObject.TextOf(NodePointer.Find(status, "/persistentVolumeClaimInfo/claimName")),
        };

    private static JsonNode ToldMove(JsonObject moved) =>
        new JsonObject
        {
            ["volume"] = WorldObject.TextOf(moved["volumeName"]),
            ["source"] = WorldObject.TextOf(NodePointer.Find(moved, "/sourcePVCInfo/claimName")),
            ["destination"] = WorldObject.TextOf(NodePointer.Find(moved, "/destinationPVCInfo/claimName")),
        };

    private static string StrategyOf(WorldObject machine)
    {
        if (machine.Text("/spec/runStrategy") is { } strategy)
            return strategy;

        return machine.IsTrue("/spec/running") ? "running: true" : "running: false";
    }

    private static JsonObject? TopologyOf(JsonNode? cpu)
    {
        var parts = Parts.Where(part => (cpu as JsonObject)?[part] is not null).ToList();

        return parts.Count == 0
            ? null
            : new JsonObject(parts.Select(part => KeyValuePair.Create(part, cpu![part]?.DeepClone())));
    }

    private static JsonObject? ReferenceOf(WorldObject machine, Matcher matcher)
    {
        if (machine.At(matcher.StatusAt) is not JsonObject reference)
            return null;

        var told = new JsonObject();
        foreach (var member in Named.Where(member => reference[member] is not null))
            told[member] = reference[member]!.DeepClone();
        told["controllerRevision"] = machine.Text($"{matcher.StatusAt}/controllerRevisionRef/name");
        return told;
    }

    /// <summary>Whether the manifest gives a value; an absent or empty one is filled in by the webhook.</summary>
    private static string Given(WorldObject machine, string field)
    {
        var given = machine.Manifest is null
            ? null
            : WorldObject.TextOf(NodePointer.Find(machine.Manifest, $"{Firmware}/{field}"));

        return string.IsNullOrEmpty(given) ? "new" : "given";
    }
}
