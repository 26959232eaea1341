namespace KubeVirt.Backup.Resolvers;

/// <summary>References of a ResourceClaim: the classes of the devices that it asks for.</summary>
/// <remarks>Source: Kubernetes resource/v1 ResourceClaimSpec.</remarks>
public sealed class ResourceClaimResolver() : TableResolver(Kinds.ResourceClaim, DeviceRequests.Rules("/spec"));
