using System.Globalization;
using System.Text.Json.Nodes;

namespace KubeVirt.Backup.Rehearsal;

/// <summary>The pods, claims, services and secrets that CDI makes to fill a claim.</summary>
/// <remarks>
/// Source: CDI pkg/controller/import-controller.go, upload-controller.go, util.go
/// (newScratchPersistentVolumeClaimSpec),
/// populators/populator-base.go (createPVCPrime).
/// </remarks>
internal static class WorkerObjects
{
    private const string Request = "/spec/resources/requests/storage";

    /// <summary>A claim like another one.</summary>
    public static JsonObject Claim(ResourceId id, WorldObject like, JsonObject annotations, OwnerOf? owner)
    {
        var body = Bare("v1", id, owner);
        body["metadata"]!["annotations"] = annotations;
        body["metadata"]!["labels"] = new JsonObject { [CdiNames.ExcludeFromBackup] = "true" };
        body["spec"] = new JsonObject
        {
            ["accessModes"] = like.At("/spec/accessModes")?.DeepClone(),
            ["resources"] = like.At("/spec/resources")?.DeepClone(),
            ["storageClassName"] = like.At("/spec/storageClassName")?.DeepClone(),
            ["volumeMode"] = like.At("/spec/volumeMode")?.DeepClone(),
        };
        return body;
    }

    /// <summary>A pod that writes into a claim.</summary>
    public static WorldObject? Pod(World world, WorldObject claim, string name, string role, string by, bool hasScratch)
    {
        // An annotation of the claim may name it.
        if (!ResourceId.IsName(name))
            return null;

        var body = Bare("v1", new ResourceId(Kinds.Pod, claim.Namespace, name), OwnerOf.Controller(claim));
        var claims = hasScratch ? new[] { claim.Name, ScratchName(claim) } : [claim.Name];
        var volumes = claims.Select(one => (JsonNode)VolumeOf(one)).ToArray();
        body["metadata"]!["labels"] = new JsonObject { ["cdi.kubevirt.io"] = role };
        body["spec"] = new JsonObject { ["volumes"] = new JsonArray(volumes) };
        var pod = ApiServer.Create(world, body, NewObject.Worker(claim, by), out _);
        if (pod is not null)
            world.Update(pod, one => one.Set("/status/phase", "Pending"));

        return pod;
    }

    /// <summary>A claim of the pod in which it unpacks what it is sent.</summary>
    public static void Scratch(World world, WorldObject claim, WorldObject pod, string by)
    {
        var id = new ResourceId(Kinds.PersistentVolumeClaim, claim.Namespace, ScratchName(claim));
        if (world.Find(id) is not null)
            return;

        var body = Claim(id, claim, [], OwnerOf.Controller(pod));
        body["spec"]!["volumeMode"] = StorageProfile.Filesystem;
        if (Quantity.Bytes(claim.At(Request)) is { } bytes)
        {
            var size = StorageProfile.Align(bytes).ToString(CultureInfo.InvariantCulture);
            body["spec"]!["resources"] = new JsonObject { ["requests"] = new JsonObject { ["storage"] = size } };
        }

        ApiServer.Create(world, body, NewObject.Worker(claim, by), out _);
    }

    /// <summary>The service of an upload pod, owned by the claim, and its secret, owned by the pod.</summary>
    public static void UploadParts(World world, WorldObject claim, WorldObject pod, string by)
    {
        var service = Bare("v1", new ResourceId(Kinds.Service, claim.Namespace, pod.Name), OwnerOf.Controller(claim));
        var secret = Bare("v1", new ResourceId(Kinds.Secret, claim.Namespace, pod.Name), OwnerOf.Controller(pod));
        ApiServer.Create(world, service, NewObject.Worker(claim, by), out _);
        ApiServer.Create(world, secret, NewObject.OfController, out _);
    }

    public static JsonObject Bare(string apiVersion, ResourceId id, OwnerOf? owner)
    {
        var metadata = new JsonObject { ["name"] = id.Name, ["namespace"] = id.Namespace };
        if (owner is not null)
            metadata["ownerReferences"] = OwnerOf.Write([owner]);

        return new JsonObject
        {
            ["apiVersion"] = apiVersion,
            ["kind"] = id.Kind.Kind,
            ["metadata"] = metadata,
        };
    }

    private static string ScratchName(WorldObject claim) => $"{claim.Name}-scratch";

    private static JsonObject VolumeOf(string claim) =>
        new()
        {
            ["name"] = claim,
            ["persistentVolumeClaim"] = new JsonObject { ["claimName"] = claim },
        };
}
