namespace KubeVirt.Backup.Resolvers;

/// <summary>What a MultiNetworkPolicy chooses: the machines of which it says who may speak to them on further networks.</summary>
/// <remarks>Source: k8snetworkplumbingwg/multi-networkpolicy pkg/apis/k8s.cni.cncf.io/v1beta1/types.go, as a NetworkPolicy.</remarks>
public sealed class MultiNetworkPolicyResolver()
    : SelectorResolver(
        GroupKind.Parse("MultiNetworkPolicy.k8s.cni.cncf.io"),
        "/spec/podSelector",
        Kinds.Pod,
        "says who may speak to the machine"
    );
