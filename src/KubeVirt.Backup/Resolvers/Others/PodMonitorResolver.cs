namespace KubeVirt.Backup.Resolvers;

/// <summary>What a PodMonitor chooses: the machines whose metrics Prometheus reads from their pods.</summary>
/// <remarks>Source: prometheus-operator pkg/apis/monitoring/v1 PodMonitorSpec. Pods of other namespaces are not looked at.</remarks>
public sealed class PodMonitorResolver()
    : SelectorResolver(
        GroupKind.Parse("PodMonitor.monitoring.coreos.com"),
        "/spec/selector",
        Kinds.Pod,
        "reads metrics of the machine"
    );
