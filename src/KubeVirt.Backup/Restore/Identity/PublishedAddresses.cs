namespace KubeVirt.Backup.Restore;

/// <summary>The addresses and host names under which objects beside machines publish these, as somebody wrote them.</summary>
/// <remarks>
/// Sources: Kubernetes core/v1 ServiceSpec, networking/v1 IngressRule; OpenShift route/v1 RouteSpec; Gateway API apis/v1
/// HTTPRouteSpec; MetalLB docs, usage; kube-vip docs, services; Cilium pkg/annotation/k8s.go. Two objects of one cluster
/// cannot have the same ones.
/// </remarks>
internal static class PublishedAddresses
{
    private const string Annotations = "/metadata/annotations/";
    private const string Hostnames = "/spec/hostnames/*";

    private static readonly Dictionary<GroupKind, string[]> Paths = new()
    {
        [Kinds.Service] =
        [
            "/spec/loadBalancerIP",
            "/spec/externalIPs/*",
            Annotations + "metallb.universe.tf~1loadBalancerIPs",
            Annotations + "metallb.io~1loadBalancerIPs",
            Annotations + "kube-vip.io~1loadbalancerIPs",
            Annotations + "io.cilium~1lb-ipam-ips",
            Annotations + "lbipam.cilium.io~1ips",
        ],
        [GroupKind.Parse("Ingress.networking.k8s.io")] = ["/spec/rules/*/host"],
        [GroupKind.Parse("Route.route.openshift.io")] = ["/spec/host"],
        [GroupKind.Parse("HTTPRoute.gateway.networking.k8s.io")] = [Hostnames],
        [GroupKind.Parse("GRPCRoute.gateway.networking.k8s.io")] = [Hostnames],
        [GroupKind.Parse("TLSRoute.gateway.networking.k8s.io")] = [Hostnames],
    };

    /// <summary>Where an object says under which addresses and names it publishes, after all policies.</summary>
    public static IReadOnlyList<string> Find(RestoreContext context) =>
        Paths.TryGetValue(context.Id.Kind, out var paths) ? [.. paths.SelectMany(context.Draft.Find)] : [];
}
