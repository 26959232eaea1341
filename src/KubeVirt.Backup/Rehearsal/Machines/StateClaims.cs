using System.Text.Json.Nodes;

namespace KubeVirt.Backup.Rehearsal;

/// <summary>The claim in which a machine keeps its TPM and firmware.</summary>
/// <remarks>
/// It is found by its label, or by the name that older versions gave it. Source: KubeVirt
/// pkg/storage/backend-storage/backend-storage.go.
/// </remarks>
internal static class StateClaims
{
    private const string Source = "KubeVirt pkg/storage/backend-storage/backend-storage.go";
    private const string Failed = "FailedBackendStorageCreate";
    private const string VolumeName = "persistent-state-for-this-vm";

    // Names are at most 63 characters; the server cuts what it adds five letters to.
    private const int LongestStem = 58;

    /// <summary>
    /// The claims of an instance. If there are several KubeVirt takes whichever its cache lists first.
    /// </summary>
    public static IReadOnlyList<WorldObject> Of(World world, WorldObject instance)
    {
        var claims = world
            .Of(Kinds.PersistentVolumeClaim, instance.Namespace)
            .Where(claim => !claim.IsDeleting)
            .ToList();
        var labelled = claims.Where(claim => claim.Label(KubeVirtNames.StateFor) == instance.Name).ToList();

        return labelled.Count > 0
            ? labelled
            : [.. claims.Where(claim => claim.Name == $"{KubeVirtNames.StateFor}-{instance.Name}")];
    }

    /// <summary>Whether an instance keeps state, and KubeVirt makes or is to make the claim for it.</summary>
    public static bool IsMadeFor(World world, WorldObject instance) =>
        InstanceSpec.KeepsState(instance) && Of(world, instance).All(claim => claim.Origin == ObjectOrigin.Controller);

    /// <summary>Finds the claim, makes it, or deletes one that the instance has no use for.</summary>
    /// <returns>Why the instance cannot start yet; <see langword="null"/> where it can.</returns>
    public static SyncError? Ensure(World world, WorldObject instance)
    {
        var claims = Of(world, instance);
        if (!InstanceSpec.KeepsState(instance))
        {
            foreach (var claim in claims.Take(1))
            {
                world.Tell(
                    claim,
                    RehearsalEffect.Collected,
                    $"KubeVirt deletes it: {instance.Name} keeps no state, and the label says that this is its state.",
                    Source
                );
                world.Delete(claim);
            }

            return null;
        }

        if (claims.Count == 0 && Make(world, instance) is { } fault)
            return new SyncError(Failed, fault);

        return IsReady(world, Of(world, instance)[0], out var why) ? null : why;
    }

    /// <summary>Notes the claim in the status of the instance.</summary>
    public static void Tell(World world, WorldObject instance)
    {
        var claims = Of(world, instance);
        var isTold = instance
            .Items("/status/volumeStatus")
            .Any(status => WorldObject.TextOf(status["name"]) == VolumeName);
        if (claims.Count == 0 || isTold)
            return;

        var told = instance.At("/status/volumeStatus")?.DeepClone() as JsonArray ?? [];
        told.Add((JsonNode)StatusOf(VolumeName, NameOf(claims)));
        instance.Set("/status/volumeStatus", told);
    }

    /// <summary>The name of the one that is mounted; not known where there are several.</summary>
    public static string NameOf(IReadOnlyList<WorldObject> claims) =>
        claims.Count == 1 ? claims[0].Name : Observed.Unknown;

    /// <summary>What an instance tells of the claim behind a volume.</summary>
    public static JsonObject StatusOf(string volume, string claim) =>
        new()
        {
            ["name"] = volume,
            ["persistentVolumeClaimInfo"] = new JsonObject { ["claimName"] = claim },
        };

    /// <summary>A claim is ready when it is bound, or when its class waits for the pod.</summary>
    private static bool IsReady(World world, WorldObject claim, out SyncError? why)
    {
        var @class = world.Target.ClassOf(claim.Text("/spec/storageClassName"));
        why = claim.Phase switch
        {
            "Bound" => null,
            "Lost" => new SyncError("FailedBackendStorageProbe", "backend storage PVC lost"),
            _ when @class is { WaitsForConsumer: true } => null,
            _ => new SyncError("BackendStorageNotReady", "PVC pending"),
        };
        return why is null;
    }

    /// <summary>Makes the claim of ten MiB, owned by the machine; its name has letters of the server.</summary>
    private static string? Make(World world, WorldObject instance)
    {
        var @class = world.Target.StateStorageClass ?? world.Target.DefaultClass;
        if (@class is null)
            return "no default storage class found";

        var stem = $"{KubeVirtNames.StateFor}-{instance.Name}-";
        var isCut = stem.Length > LongestStem;
        var name = isCut ? stem[..LongestStem] + Observed.Unknown : stem + world.NewLetters();
        var owners = instance.Owners.Count > 0 ? instance.Owners : [OwnerOf.Controller(instance)];
        var body = WorkerObjects.Bare(
            "v1",
            new ResourceId(Kinds.PersistentVolumeClaim, instance.Namespace, name),
            null
        );
        body["metadata"]!["ownerReferences"] = OwnerOf.Write(owners);
        body["metadata"]!["labels"] = new JsonObject
        {
            [KubeVirtNames.StateFor] = instance.Name,
            ["cdi.kubevirt.io/applyStorageProfile"] = "true",
        };
        body["spec"] = new JsonObject
        {
            ["accessModes"] = new JsonArray("ReadWriteOnce"),
            ["resources"] = new JsonObject { ["requests"] = new JsonObject { ["storage"] = "10Mi" } },
            ["storageClassName"] = @class,
            ["volumeMode"] = StorageProfile.Filesystem,
        };
        var made = ApiServer.Create(world, body, NewObject.OfController, out var refusal);
        if (made is not null)
            return null;

        return isCut ? Observed.Unknown : refusal!.Message;
    }
}
