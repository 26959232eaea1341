namespace KubeVirt.Backup.Resolvers;

/// <summary>References of a ResourceClaimTemplate: the classes of the devices that its claims ask for.</summary>
/// <remarks>Source: Kubernetes resource/v1 ResourceClaimTemplateSpec.</remarks>
public sealed class ResourceClaimTemplateResolver()
    : TableResolver(Kinds.ResourceClaimTemplate, DeviceRequests.Rules("/spec/spec"));
