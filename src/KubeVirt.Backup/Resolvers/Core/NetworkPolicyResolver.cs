using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Resolvers;

/// <summary>What a NetworkPolicy chooses: the machines that it says who may speak to.</summary>
/// <remarks>Source: Kubernetes networking/v1 NetworkPolicySpec: an empty selector chooses all pods.</remarks>
public sealed class NetworkPolicyResolver : IResourceResolver
{
    private const string Selector = "/spec/podSelector";

    /// <inheritdoc/>
    public GroupKind? Kind { get; } = GroupKind.Parse("NetworkPolicy.networking.k8s.io");

    /// <inheritdoc/>
    public void Resolve(Resource resource, ReferenceCollector references)
    {
        ArgumentNullException.ThrowIfNull(resource);
        ArgumentNullException.ThrowIfNull(references);
        if (resource.At(Selector) is not null)
            references.Add(Selection.Of(resource, Selector, Kinds.Pod, "says who may speak to the machine"));
    }
}
