using System.Text.Json;
using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Resolvers;

/// <summary>What a Service chooses: the machines whose pods bear the labels of its selector.</summary>
/// <remarks>
/// Source: Kubernetes core/v1 ServiceSpec: without a selector it chooses nothing. KubeVirt
/// pkg/virt-controller/services/template.go gives the pod the labels of the guest.
/// </remarks>
public sealed class ServiceResolver : IResourceResolver
{
    private const string Selector = "/spec/selector";

    /// <inheritdoc/>
    public GroupKind? Kind => Kinds.Service;

    /// <inheritdoc/>
    public void Resolve(Resource resource, ReferenceCollector references)
    {
        ArgumentNullException.ThrowIfNull(resource);
        ArgumentNullException.ThrowIfNull(references);
        var selector = resource.At(Selector);
        if (selector is { ValueKind: JsonValueKind.Object } labels && labels.GetPropertyCount() > 0)
            references.Add(Selection.Of(resource, Selector, Kinds.Pod, "sends traffic to the machine"));
    }
}
