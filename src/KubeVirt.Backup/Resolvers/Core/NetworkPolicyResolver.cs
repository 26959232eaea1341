namespace KubeVirt.Backup.Resolvers;

/// <summary>What a NetworkPolicy chooses: the machines that it says who may speak to.</summary>
/// <remarks>Source: Kubernetes networking/v1 NetworkPolicySpec: an empty selector chooses all pods.</remarks>
public sealed class NetworkPolicyResolver()
    : SelectorResolver(
        GroupKind.Parse("NetworkPolicy.networking.k8s.io"),
        "/spec/podSelector",
        Kinds.Pod,
        "says who may speak to the machine"
    );
