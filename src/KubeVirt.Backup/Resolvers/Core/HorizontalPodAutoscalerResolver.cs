using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Resolvers;

/// <summary>What a HorizontalPodAutoscaler scales: a replica set or a pool of machines.</summary>
/// <remarks>
/// Source: Kubernetes autoscaling/v2 CrossVersionObjectReference; KubeVirt user guide, VirtualMachineInstanceReplicaSet
/// and VirtualMachinePool, which have the subresource scale. It is accepted without what it scales.
/// </remarks>
public sealed class HorizontalPodAutoscalerResolver()
    : TableResolver(
        GroupKind.Parse("HorizontalPodAutoscaler.autoscaling"),
        [
            new("/spec/scaleTargetRef/name", default, "scaled by it")
            {
                KindFrom = KindFrom.ApiVersionAndKind,
                Requirement = Requirement.Optional,
                JoinsTarget = true,
                Source = "kubernetes autoscaling/v2 CrossVersionObjectReference",
            },
        ]
    );
