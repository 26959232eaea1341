using static KubeVirt.Backup.Platforms.KindSet;

namespace KubeVirt.Backup.Platforms;

/// <summary>What is known of Multus and of CNI plug-ins.</summary>
internal static class NetworksPack
{
    private const string Calico = "Calico docs, reference of the CNI plug-in";
    private const string KubeOvn = "Kube-OVN pkg/util/const.go";

    /// <summary>The tables.</summary>
    public static PlatformPack Pack { get; } =
        new("Multus and CNI plug-ins")
        {
            Classes =
            [
                new(
                    ObjectClass.Environment,
                    "The target is expected to have it, and it is created where that is not so.",
                    "Multus docs/how-to-use.md"
                )
                {
                    Kinds = Of("NetworkAttachmentDefinition.k8s.cni.cncf.io"),
                    IsCarried = true,
                },
                new(
                    ObjectClass.Runtime,
                    "The CNI plug-in writes it for each pod.",
                    "Kube-OVN pkg/apis/kubeovn/v1/types.go; Cilium pkg/k8s/apis/cilium.io/v2/types.go; Whereabouts "
                        + "pkg/api/whereabouts.cni.cncf.io/v1alpha1"
                )
                {
                    Kinds = Of(
                        "IP.kubeovn.io CiliumEndpoint.cilium.io CiliumIdentity.cilium.io",
                        "OverlappingRangeIPReservation.whereabouts.cni.cncf.io WorkloadEndpoint.crd.projectcalico.org"
                    ),
                },
            ],
            Neighbours =
            [
                new(
                    GroupKind.Parse("MultiNetworkPolicy.k8s.cni.cncf.io"),
                    "It says who may speak to the machine on further networks.",
                    "k8snetworkplumbingwg/multi-networkpolicy pkg/apis/k8s.cni.cncf.io/v1beta1"
                ),
            ],
            Addresses = [.. Addresses()],
            Expected = [.. Expected("Multus docs/how-to-use.md", Kinds.NetworkAttachmentDefinition)],
            Keys =
            [
                new([], "The CNI plug-in notes what it assigned.", "Multus docs/how-to-use.md")
                {
                    Annotations = ["k8s.v1.cni.cncf.io/network-status", "k8s.v1.cni.cncf.io/networks-status"],
                },
            ],
        };

    private static IEnumerable<AddressRule> Addresses() =>
        [
            new("cni.projectcalico.org/ipAddrs", AddressKind.Ip, Calico),
            new("cni.projectcalico.org/ipAddrsNoIpam", AddressKind.Ip, Calico),
            new("cni.projectcalico.org/floatingIPs", AddressKind.Ip, Calico),
            new("cni.projectcalico.org/hwAddr", AddressKind.Mac, Calico),
            new("cni.cilium.io/mac-address", AddressKind.Mac, "Cilium pkg/annotation/k8s.go"),
            new("ipam.antrea.io/pod-ips", AddressKind.Ip, "Antrea pkg/agent/cniserver/ipam"),
            // Its keys begin with the provider, so that several networks each have their own.
            new("*.kubernetes.io/ip_address*", AddressKind.Ip, KubeOvn),
            new("*.kubernetes.io/ip_pool*", AddressKind.Ip, KubeOvn),
            new("*.kubernetes.io/mac_address*", AddressKind.Mac, KubeOvn),
        ];
}
