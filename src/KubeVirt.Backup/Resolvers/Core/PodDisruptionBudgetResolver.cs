using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Resolvers;

/// <summary>What a PodDisruptionBudget chooses: the machines that it protects from evictions.</summary>
/// <remarks>
/// Source: Kubernetes policy/v1 PodDisruptionBudgetSpec: an empty selector chooses all pods of the namespace, an absent
/// one none.
/// </remarks>
public sealed class PodDisruptionBudgetResolver : IResourceResolver
{
    private const string Selector = "/spec/selector";

    /// <inheritdoc/>
    public GroupKind? Kind { get; } = GroupKind.Parse("PodDisruptionBudget.policy");

    /// <inheritdoc/>
    public void Resolve(Resource resource, ReferenceCollector references)
    {
        ArgumentNullException.ThrowIfNull(resource);
        ArgumentNullException.ThrowIfNull(references);
        if (resource.At(Selector) is not null)
            references.Add(Selection.Of(resource, Selector, Kinds.Pod, "protects the machine from evictions"));
    }
}
