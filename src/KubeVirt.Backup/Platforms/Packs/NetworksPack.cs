using static KubeVirt.Backup.Platforms.KindSet;

namespace KubeVirt.Backup.Platforms;

/// <summary>What is known of Multus and of CNI plug-ins.</summary>
internal static class NetworksPack
{
    private const string Calico = "Calico docs, reference of the CNI plug-in";
    private const string KubeOvn = "Kube-OVN pkg/util/const.go";

    private const string KubeOvnTypes = "Kube-OVN pkg/apis/kubeovn/v1";
    private const string AnnotationsOf = "/metadata/annotations/";

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
                new(
                    GroupKind.Parse("CiliumNetworkPolicy.cilium.io"),
                    "It says who may speak to the machine.",
                    "Cilium pkg/k8s/apis/cilium.io/v2/cnp_types.go"
                ),
            ],
            Addresses = [.. Addresses()],
            NameTexts = [.. NameTexts(), .. KeysOfGuests()],
            NamespaceLabels =
            [
                new("io.kubernetes.pod.namespace", "Cilium pkg/k8s/apis/cilium.io/const.go, PodNamespaceLabel"),
                new("k8s:io.kubernetes.pod.namespace", "Cilium pkg/k8s/apis/cilium.io/const.go, PodNamespaceLabel"),
                new("projectcalico.org/name", "Calico docs, reference of the NetworkPolicy"),
            ],
            Published =
            [
                new(Kinds.Service, AnnotationsOf + "io.cilium~1lb-ipam-ips", "Cilium pkg/annotation/k8s.go"),
                new(Kinds.Service, AnnotationsOf + "lbipam.cilium.io~1ips", "Cilium pkg/annotation/k8s.go"),
                new(Kinds.Service, AnnotationsOf + "metallb.universe.tf~1loadBalancerIPs", "MetalLB docs, usage"),
                new(Kinds.Service, AnnotationsOf + "metallb.io~1loadBalancerIPs", "MetalLB docs, usage"),
                new(Kinds.Service, AnnotationsOf + "kube-vip.io~1loadbalancerIPs", "kube-vip docs, services"),
            ],
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

    /// <summary>What plug-ins want repeated of the name of a network, and the namespaces that networks serve.</summary>
    private static IEnumerable<NameTextRule> NameTexts() =>
        [
            new(
                Of("NetworkAttachmentDefinition.k8s.cni.cncf.io"),
                "/spec/config",
                // OVN-Kubernetes refuses another name than the object's; Kube-OVN takes it with and without the last part.
                ["{namespace}/{name}", "{name}.{namespace}", "{name}.{namespace}.ovn"],
                "ovn-kubernetes go-controller/pkg/util/multi_network.go, netAttachDefName; Kube-OVN docs, multus"
            )
            {
                Place = NamePlace.Json,
            },
            new(Of("Subnet.kubeovn.io"), "/spec/provider", ["{name}.{namespace}.ovn"], KubeOvnTypes)
            {
                Names = Kinds.NetworkAttachmentDefinition,
            },
            new(
                Of("Subnet.kubeovn.io Vpc.kubeovn.io IPPool.kubeovn.io"),
                "/spec/namespaces/*",
                ["{name}"],
                KubeOvnTypes
            )
            {
                Names = Kinds.Namespace,
            },
            new(
                Of(
                    "SriovNetwork.sriovnetwork.openshift.io SriovIBNetwork.sriovnetwork.openshift.io",
                    "OVSNetwork.sriovnetwork.openshift.io"
                ),
                "/spec/networkNamespace",
                ["{name}"],
                "k8snetworkplumbingwg/sriov-network-operator api/v1/sriovnetwork_types.go"
            )
            {
                Names = Kinds.Namespace,
            },
        ];

    /// <summary>What Kube-OVN is asked for on a network other than the first, by keys that begin with its provider.</summary>
    private static IEnumerable<NameTextRule> KeysOfGuests()
    {
        const string Annotations = "metadata/annotations";
        (GroupKind Kind, string Path)[] guests =
        [
            (Kinds.VirtualMachineInstance, $"/{Annotations}"),
            (Kinds.VirtualMachine, $"/spec/template/{Annotations}"),
            (Kinds.VirtualMachineInstanceReplicaSet, $"/spec/template/{Annotations}"),
            (Kinds.VirtualMachinePool, $"/spec/virtualMachineTemplate/spec/template/{Annotations}"),
            (Kinds.VirtualMachineTemplate, $"/spec/virtualMachine/spec/template/{Annotations}"),
        ];
        foreach (var (kind, path) in guests)
        {
            yield return new NameTextRule(
                [kind],
                path,
                ["{name}.{namespace}.ovn.kubernetes.io/*", "{name}.{namespace}.kubernetes.io/*"],
                KubeOvn + ", IPAddressAnnotationTemplate and its like"
            )
            {
                Place = NamePlace.Keys,
                Names = Kinds.NetworkAttachmentDefinition,
            };
        }
    }
}
