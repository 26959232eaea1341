namespace KubeVirt.Backup.Resolvers;

/// <summary>What a PodDisruptionBudget chooses: the machines that it protects from evictions.</summary>
/// <remarks>Source: Kubernetes policy/v1 PodDisruptionBudgetSpec: an empty selector chooses all pods of the namespace.</remarks>
public sealed class PodDisruptionBudgetResolver()
    : SelectorResolver(
        GroupKind.Parse("PodDisruptionBudget.policy"),
        "/spec/selector",
        Kinds.Pod,
        "protects the machine from evictions"
    );
