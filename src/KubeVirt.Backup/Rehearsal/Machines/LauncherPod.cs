using System.Text.Json.Nodes;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Rehearsal;

/// <summary>The pod that runs a guest.</summary>
/// <remarks>
/// Source: KubeVirt pkg/virt-controller/services/template.go; Kubernetes
/// plugin/pkg/admission/serviceaccount/admission.go,
/// plugin/pkg/admission/priority/admission.go.
/// </remarks>
internal static class LauncherPod
{
    private const string Temporary = "kubevirt.io/ephemeral-provisioning";

    private static readonly string[] BuiltInPriorities = ["system-cluster-critical", "system-node-critical"];

    /// <summary>Whether a pod only makes a class make its volume.</summary>
    public static bool IsTemporary(WorldObject pod) => pod.HasAnnotation(Temporary);

    /// <param name="refusal">Why the server turns it down, where it does.</param>
    /// <param name="world">The cluster.</param>
    /// <param name="instance">The instance that it is for.</param>
    /// <param name="isTemporary">Whether it only makes a class make its volume.</param>
    public static WorldObject? Make(World world, WorldObject instance, bool isTemporary, out string? refusal)
    {
        var stem = $"virt-launcher-{instance.Name}-";
        refusal = FindFault(world, instance, stem);
        if (refusal is not null)
            return null;

        var id = new ResourceId(Kinds.Pod, instance.Namespace, stem + world.NewLetters());
        var body = WorkerObjects.Bare("v1", id, OwnerOf.Controller(instance));
        body["metadata"]!["labels"] = new JsonObject
        {
            ["kubevirt.io"] = "virt-launcher",
            [KubeVirtNames.CreatedBy] = instance.Uid,
        };
        if (isTemporary)
            body["metadata"]!["annotations"] = new JsonObject { [Temporary] = "true" };

        var volumes = ClaimsOf(world, instance).Select(VolumeOf).ToArray();
        body["spec"] = new JsonObject { ["volumes"] = new JsonArray(volumes) };
        var pod = ApiServer.Create(world, body, NewObject.OfController, out var verdict);
        if (pod is not null)
            world.Update(pod, one => one.Set("/status/phase", "Pending"));

        refusal = verdict?.Message;
        return pod;
    }

    /// <summary>The claims of its volumes, and that of its state.</summary>
    private static IEnumerable<string> ClaimsOf(World world, WorldObject instance)
    {
        var claims = MachineVolumes.Of(instance.At("/spec")).Select(volume => volume.Claim);
        if (!InstanceSpec.KeepsState(instance))
            return claims;

        return claims.Append(StateClaims.NameOf(StateClaims.Of(world, instance)));
    }

    private static JsonNode VolumeOf(string claim) =>
        new JsonObject { ["persistentVolumeClaim"] = new JsonObject { ["claimName"] = claim } };

    // These plugins run before the server has generated a name.
    private static string? FindFault(World world, WorldObject instance, string stem)
    {
        var volumes = instance.Items("/spec/volumes");
        var named = volumes.Select(volume =>
            WorldObject.TextOf(NodePointer.Find(volume, "/serviceAccount/serviceAccountName"))
        );
        var account = named.FirstOrDefault(name => name is not null) ?? instance.Text("/spec/serviceAccountName");
        if (
            account is not (null or "" or "default")
            && world.Find(Kinds.ServiceAccount, instance.Namespace, account) is null
        )
            return $"pods \"{stem}\" is forbidden: error looking up service account {instance.Namespace}/{account}: serviceaccount \"{account}\" not found";

        var priority = instance.Text("/spec/priorityClassName");
        var isKnown = string.IsNullOrEmpty(priority) || BuiltInPriorities.Contains(priority, StringComparer.Ordinal);
        if (!isKnown && world.Find(Kinds.PriorityClass, null, priority) is null)
            return $"pods \"{stem}\" is forbidden: no PriorityClass with name {priority} was found";

        return null;
    }
}
