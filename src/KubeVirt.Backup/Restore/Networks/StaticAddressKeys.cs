using System.IO.Enumeration;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// The annotations by which a guest asks its network for fixed addresses. KubeVirt copies them from the guest to its
/// pod.
/// </summary>
/// <remarks>
/// Source: KubeVirt pkg/virt-controller/services/template.go (copies); kubevirt/ipam-extensions and ovn-kubernetes for
/// <c>network.kubevirt.io/addresses</c>, JSON with addresses by interface; Calico's reference of the CNI plug-in;
/// Cilium pkg/annotation/k8s.go; Antrea pkg/agent/cniserver/ipam; Kube-OVN pkg/util/const.go, whose keys begin with the provider.
/// </remarks>
internal static class StaticAddressKeys
{
    /// <summary>The keys whose annotations hold IP addresses, or name a pool of them.</summary>
    private static readonly string[] Ip =
    [
        "network.kubevirt.io/addresses",
        "cni.projectcalico.org/ipAddrs",
        "cni.projectcalico.org/ipAddrsNoIpam",
        "cni.projectcalico.org/floatingIPs",
        "ipam.antrea.io/pod-ips",
        "*.kubernetes.io/ip_address*",
        "*.kubernetes.io/ip_pool*",
    ];

    /// <summary>The keys whose annotations hold addresses of the link layer.</summary>
    private static readonly string[] Mac =
    [
        "cni.projectcalico.org/hwAddr",
        "cni.cilium.io/mac-address",
        "*.kubernetes.io/mac_address*",
    ];

    /// <summary>The pointers to annotations that hold IP addresses.</summary>
    public static IReadOnlyList<string> FindIp(RestoreContext context) => Find(context, Ip);

    /// <summary>The pointers to annotations that hold MAC addresses.</summary>
    public static IReadOnlyList<string> FindMac(RestoreContext context) => Find(context, Mac);

    /// <summary>The pointers to annotations on guests whose keys match one of some patterns.</summary>
    public static IReadOnlyList<string> Find(RestoreContext context, string[] patterns)
    {
        if (MachineSpec.PointerIn(context.Id.Kind) is null)
            return [];

        // A standalone instance is its own template.
        var annotations = MachineSpec.TemplateIn(context.Id.Kind) + "/metadata/annotations/";

        return
        [
            .. context
                .Draft.Find(annotations + "*")
                .Where(pointer => Matches(patterns, JsonPointer.Unescape(pointer[annotations.Length..]))),
        ];
    }

    /// <summary>Whether a key matches a pattern, whose stars stand for any text.</summary>
    private static bool Matches(string[] patterns, string key) =>
        patterns.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, key, ignoreCase: false));
}
