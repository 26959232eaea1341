using static KubeVirt.Backup.Platforms.KindSet;

namespace KubeVirt.Backup.Platforms;

/// <summary>What is known of OVN-Kubernetes: networks that users define, and the addresses of guests on them.</summary>
internal static class OvnKubernetesPack
{
    private const string Controller =
        "ovn-kubernetes go-controller/pkg/clustermanager/userdefinednetwork/controller_helper.go";

    /// <summary>The tables.</summary>
    public static PlatformPack Pack { get; } =
        new("OVN-Kubernetes")
        {
            Classes =
            [
                new(
                    ObjectClass.Runtime,
                    "The controller of its UserDefinedNetwork makes it anew, and refuses one that it did not make.",
                    Controller
                )
                {
                    Kinds = Of("NetworkAttachmentDefinition.k8s.cni.cncf.io"),
                    Owners = Of(
                        "UserDefinedNetwork.k8s.ovn.org ClusterUserDefinedNetwork.k8s.ovn.org",
                        "ClusterNetworkConnect.k8s.ovn.org"
                    ),
                },
                new(
                    ObjectClass.Runtime,
                    "It holds the address of one guest for its owner, by the owner's UID, and is made anew; a restored "
                        + "one would block the guest.",
                    "kubevirt/ipam-extensions pkg/vminetworkscontroller/vmi_controller.go"
                )
                {
                    Kinds = Of("IPAMClaim.k8s.cni.cncf.io"),
                },
                new(
                    ObjectClass.Environment,
                    "It belongs to the cluster, not to a machine.",
                    "ovn-kubernetes go-controller/pkg/crd"
                )
                {
                    Kinds = Of(
                        "ClusterUserDefinedNetwork.k8s.ovn.org EgressIP.k8s.ovn.org",
                        "AdminPolicyBasedExternalRoute.k8s.ovn.org RouteAdvertisements.k8s.ovn.org"
                    ),
                },
            ],
            Keys =
            [
                new([], "OVN-Kubernetes notes what it assigned.", "ovn-kubernetes go-controller/pkg/util")
                {
                    Annotations = ["k8s.ovn.org/network-id", "k8s.ovn.org/pod-networks", "k8s.ovn.org/network-name"],
                },
            ],
            Addresses =
            [
                new(
                    "network.kubevirt.io/addresses",
                    AddressKind.Ip,
                    "kubevirt/ipam-extensions and ovn-kubernetes: JSON with addresses by interface"
                ),
            ],
            Neighbours =
            [
                new(
                    GroupKind.Parse("UserDefinedNetwork.k8s.ovn.org"),
                    "It is the network of the guests in a namespace that is labelled for one.",
                    Controller
                )
                {
                    NeededWhen = "/spec/*/role",
                    NeededValue = "Primary",
                },
                // Each can have no other name, and holds for all pods of its namespace.
                new(
                    GroupKind.Parse("EgressFirewall.k8s.ovn.org"),
                    "It says whom the guests of its namespace may speak to.",
                    "ovn-kubernetes go-controller/pkg/crd/egressfirewall/v1/types.go"
                )
                {
                    NeededWhen = "/metadata/name",
                    NeededValue = "default",
                },
                new(
                    GroupKind.Parse("EgressQoS.k8s.ovn.org"),
                    "It marks the traffic of the guests of its namespace.",
                    "ovn-kubernetes go-controller/pkg/crd/egressqos/v1/types.go"
                )
                {
                    NeededWhen = "/metadata/name",
                    NeededValue = "default",
                },
            ],
            Makers =
            [
                new(
                    GroupKind.Parse("UserDefinedNetwork.k8s.ovn.org"),
                    Kinds.NetworkAttachmentDefinition,
                    ["/metadata/name"],
                    Controller
                ),
            ],
        };
}
