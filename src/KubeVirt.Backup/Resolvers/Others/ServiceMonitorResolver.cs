namespace KubeVirt.Backup.Resolvers;

/// <summary>What a ServiceMonitor chooses: the Services whose metrics Prometheus reads.</summary>
/// <remarks>
/// Source: prometheus-operator pkg/apis/monitoring/v1 ServiceMonitorSpec. Services of other namespaces are not looked at.
/// </remarks>
public sealed class ServiceMonitorResolver()
    : SelectorResolver(
        GroupKind.Parse("ServiceMonitor.monitoring.coreos.com"),
        "/spec/selector",
        Kinds.Service,
        "reads metrics of the Service"
    );
