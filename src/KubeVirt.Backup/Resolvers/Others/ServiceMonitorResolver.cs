using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Resolvers;

/// <summary>What a ServiceMonitor chooses: the Services whose metrics Prometheus reads.</summary>
/// <remarks>
/// Source: prometheus-operator pkg/apis/monitoring/v1 ServiceMonitorSpec. Services of other namespaces are not looked at.
/// </remarks>
public sealed class ServiceMonitorResolver : IResourceResolver
{
    private const string Selector = "/spec/selector";

    /// <inheritdoc/>
    public GroupKind? Kind { get; } = GroupKind.Parse("ServiceMonitor.monitoring.coreos.com");

    /// <inheritdoc/>
    public void Resolve(Resource resource, ReferenceCollector references)
    {
        ArgumentNullException.ThrowIfNull(resource);
        ArgumentNullException.ThrowIfNull(references);
        if (resource.At(Selector) is not null)
            references.Add(Selection.Of(resource, Selector, Kinds.Service, "reads metrics of the Service"));
    }
}
