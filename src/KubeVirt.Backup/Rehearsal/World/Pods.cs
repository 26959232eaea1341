using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Rehearsal;

/// <summary>What pods use.</summary>
internal static class Pods
{
    /// <summary>The pods that mount a claim and have not ended.</summary>
    public static IEnumerable<WorldObject> Using(World world, WorldObject claim) =>
        world
            .Of(Kinds.Pod, claim.Namespace)
            .Where(pod => pod.Phase is not ("Succeeded" or "Failed"))
            .Where(pod => ClaimsOf(pod).Contains(claim.Name, StringComparer.Ordinal));

    /// <summary>The claims that a pod mounts.</summary>
    public static IEnumerable<string> ClaimsOf(WorldObject pod) =>
        pod.Items("/spec/volumes")
            .Select(volume => WorldObject.TextOf(NodePointer.Find(volume, "/persistentVolumeClaim/claimName")))
            .OfType<string>();
}
