namespace KubeVirt.Backup.Resolvers;

/// <summary>What a Service chooses: the machines whose pods bear the labels of its selector.</summary>
/// <remarks>Source: Kubernetes core/v1 ServiceSpec: without a selector it chooses nothing.</remarks>
public sealed class ServiceResolver()
    : SelectorResolver(Kinds.Service, "/spec/selector", Kinds.Pod, "sends traffic to the machine")
{
    /// <inheritdoc/>
    protected override bool IsAllWhereEmpty => false;
}
