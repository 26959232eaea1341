using System.Text.Json.Nodes;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Rehearsal;

/// <summary>The fields that are told of an object, by its kind.</summary>
internal static class ObservedFields
{
    private const string AppLabel = "app";

    private static readonly string[] OwnAnnotations =
    [
        "pv.kubernetes.io/",
        "volume.kubernetes.io/storage-provisioner",
        "volume.beta.kubernetes.io/storage-provisioner",
        CdiNames.Group + "/storage.condition.",
        CdiNames.Group + "/storage.pod.restarts",
        CdiNames.Group + "/storage.pod.ready",
    ];

    private static readonly GroupKind[] WithPhase =
    [
        Kinds.PersistentVolumeClaim,
        Kinds.PersistentVolume,
        Kinds.DataVolume,
        Kinds.VirtualMachineInstance,
        Kinds.Pod,
        Kinds.Namespace,
        Kinds.VirtualMachineSnapshot,
        Kinds.VirtualMachineClone,
    ];

    private static readonly Dictionary<GroupKind, Func<World, WorldObject, IEnumerable<(string, JsonNode?)>>> OfKind =
        new()
        {
            [Kinds.PersistentVolumeClaim] = OfClaim,
            [Kinds.DataVolume] = OfDataVolume,
            [Kinds.VirtualMachine] = ObservedMachines.OfMachine,
            [Kinds.VirtualMachineInstance] = ObservedMachines.OfInstance,
            [Kinds.Pod] = OfPod,
            [Kinds.ControllerRevision] = (_, one) => [("labels", one.Labels?.DeepClone() ?? new JsonObject())],
            [Kinds.VirtualMachineInstanceReplicaSet] = OfReplicas,
            [Kinds.VirtualMachinePool] = OfReplicas,
            [Kinds.VirtualMachineSnapshot] = (_, one) => [("readyToUse", one.At("/status/readyToUse")?.DeepClone())],
        };

    // Actions of KubeVirt that this model does not play.
    private static readonly GroupKind[] NotPlayed =
    [
        Kinds.VirtualMachineRestore,
        Kinds.VirtualMachineExport,
        Kinds.VirtualMachineBackup,
        Kinds.VirtualMachineInstanceMigration,
    ];

    /// <summary>The fields of an object, in the order in which they are told.</summary>
    public static IEnumerable<(string Field, JsonNode? Value)> Of(World world, WorldObject one)
    {
        if (one.IsDeleting)
            yield return ("deleting", true);
        if (WithPhase.Contains(one.Kind))
            yield return ("phase", one.Phase.Length == 0 ? null : one.Phase);
        yield return ("owners", OwnersOf(world, one));
        if (one.IsDeleting && one.Kind != Kinds.VirtualMachine)
            yield return ("finalizers", new JsonArray([.. one.Finalizers.Select(name => (JsonNode)name)]));
        if (ConditionsOf(one) is { } conditions)
            yield return ("conditions", conditions);
        if (NotPlayed.Contains(one.Kind))
        {
            yield return ("phase", Observed.Unknown);
            yield return ("conditions", Observed.Unknown);
        }

        if (!OfKind.TryGetValue(one.Kind, out var own))
            yield break;

        foreach (var field in own(world, one))
            yield return field;
    }

    private static JsonArray OwnersOf(World world, WorldObject one)
    {
        var owners = one.Owners.Select(owner =>
        {
            var told = new JsonObject { ["kind"] = owner.Kind.Kind, ["name"] = owner.Name };
            if (owner.IsController)
                told["controller"] = true;
            if (world.ByUid(owner.Uid) is null)
                told["uidUnknown"] = true;

            return (JsonNode)told;
        });
        return new JsonArray([.. owners]);
    }

    /// <summary>The conditions by type; <see langword="null"/> where there is none.</summary>
    private static JsonArray? ConditionsOf(WorldObject one)
    {
        var told = one.Items("/status/conditions")
            .OrderBy(condition => WorldObject.TextOf(condition["type"]), StringComparer.Ordinal)
            .Select(ToldCondition)
            .ToList();

        return told.Count == 0 ? null : new JsonArray([.. told]);
    }

    private static JsonNode ToldCondition(JsonObject condition)
    {
        var told = new JsonObject
        {
            ["type"] = WorldObject.TextOf(condition["type"]),
            ["status"] = WorldObject.TextOf(condition["status"]),
            ["reason"] = WorldObject.TextOf(condition["reason"]) ?? "",
        };
        if (WorldObject.TextOf(condition["message"]) is { Length: > 0 } message)
            told["message"] = message;

        return told;
    }

    private static IEnumerable<(string, JsonNode?)> OfClaim(World world, WorldObject claim)
    {
        foreach (var field in Annotations(claim))
            yield return field;

        var isOpen = claim.Phase == Observed.Unknown;
        yield return ("bound", isOpen ? Observed.Unknown : claim.Phase == "Bound");
        yield return ("storageClassName", claim.Text("/spec/storageClassName"));
        yield return ("volumeMode", claim.Text("/spec/volumeMode"));
        yield return ("accessModes", claim.At("/spec/accessModes")?.DeepClone());
        yield return ("requests", TextOf(claim.At("/spec/resources/requests/storage")));
        yield return ("dataSourceRef", claim.At("/spec/dataSourceRef")?.DeepClone());
        yield return ("volumeName", isOpen ? Observed.Unknown : VolumeNameOf(claim));
        if (Added(claim.Labels, claim.Manifest, "/metadata/labels") is { Count: > 0 } labels)
            yield return ("labelsAdded", labels);

        var workers = ObservedWorkers.Of(world, claim);
        yield return ("overwrittenBy", workers is [var first, ..] ? first.FillsBy : UnfilledBy(world, claim));
        if (workers.Count > 0)
            yield return ("workers", new JsonArray([.. ObservedWorkers.Names(workers)]));
    }

    /// <summary>Nothing, unless nobody knows whether CDI waits with a claim that it is to fill.</summary>
    private static string? UnfilledBy(World world, WorldObject claim)
    {
        var isForCdi = CdiRules.AsksForWorker(claim) || claim.HasAnnotation(CdiNames.CreatedFor);

        return isForCdi && CdiRules.MayWait(world, claim) ? Observed.Unknown : null;
    }

    /// <summary>The name that the manifest gives; otherwise whether the binder gave one.</summary>
    private static JsonNode VolumeNameOf(WorldObject claim)
    {
        var given = claim.Manifest is null
            ? null
            : WorldObject.TextOf(NodePointer.Find(claim.Manifest, "/spec/volumeName"));
        if (!string.IsNullOrEmpty(given))
            return given;

        return !string.IsNullOrEmpty(claim.Text("/spec/volumeName"));
    }

    private static IEnumerable<(string, JsonNode?)> OfDataVolume(World world, WorldObject volume)
    {
        foreach (var field in Annotations(volume))
            yield return field;

        yield return ("claimName", volume.Text("/status/claimName"));
        if (volume.Manifest is null)
            yield return ("spec", volume.At("/spec")?.DeepClone());
    }

    private static IEnumerable<(string, JsonNode?)> OfPod(World world, WorldObject pod)
    {
        yield return ("role", pod.Label("kubevirt.io") ?? pod.Label(CdiNames.Group));
        yield return ("claims", new JsonArray([.. Pods.ClaimsOf(pod).Select(claim => (JsonNode)claim)]));
    }

    private static IEnumerable<(string, JsonNode?)> OfReplicas(World world, WorldObject set)
    {
        var status = set.At("/status/replicas")?.DeepClone() ?? 0;
        yield return ("replicas", new JsonObject { ["spec"] = ReplicaCounts.Asked(set), ["status"] = status });
    }

    private static IEnumerable<(string, JsonNode?)> Annotations(WorldObject one)
    {
        if (Added(one.Annotations, one.Manifest, "/metadata/annotations") is { Count: > 0 } added)
            yield return ("annotationsAdded", added);

        var given = one.Manifest is null ? null : NodePointer.Find(one.Manifest, "/metadata/annotations") as JsonObject;
        var removed = (given ?? [])
            .Select(row => row.Key)
            .Where(key => !one.HasAnnotation(key))
            .Order(StringComparer.Ordinal)
            .ToList();
        if (removed.Count > 0)
            yield return ("annotationsRemoved", new JsonArray([.. removed.Select(key => (JsonNode)key)]));
    }

    /// <summary>What a controller added to what a manifest said.</summary>
    private static JsonObject Added(JsonObject? now, JsonObject? manifest, string pointer)
    {
        var given = manifest is null ? null : NodePointer.Find(manifest, pointer) as JsonObject;
        var added = (now ?? []).Where(row => !IsLeftOut(row.Key) && !JsonNode.DeepEquals(given?[row.Key], row.Value));

        return new JsonObject(added.Select(row => KeyValuePair.Create(row.Key, row.Value?.DeepClone())));
    }

    private static bool IsLeftOut(string key) =>
        key == AppLabel || OwnAnnotations.Any(prefix => key.StartsWith(prefix, StringComparison.Ordinal));

    private static string? TextOf(JsonNode? node) => WorldObject.TextOf(node) ?? node?.ToJsonString();
}
