using KubeVirt.Backup.Findings;
using static KubeVirt.Backup.Platforms.KindSet;

namespace KubeVirt.Backup.Platforms;

/// <summary>What is known of OpenShift: its pull secrets, routes, certificates, security contexts and images.</summary>
internal static class OpenShiftPack
{
    private const string PullSecrets =
        "openshift-velero-plugin velero-plugins/serviceaccount/restore.go; openshift-controller-manager "
        + "pkg/serviceaccounts/controllers";

    /// <summary>The tables.</summary>
    public static PlatformPack Pack { get; } =
        new("OpenShift")
        {
            Classes = [.. Classes()],
            Fields =
            [
                new(
                    Of("Route.route.openshift.io"),
                    "/spec/host",
                    "The router made the host from name, namespace and the cluster's domain.",
                    "openshift-velero-plugin velero-plugins/route/restore.go"
                )
                {
                    When = "/metadata/annotations/openshift.io~1host.generated",
                    WhenValue = "true",
                },
                new(
                    Of("ServiceAccount"),
                    "/imagePullSecrets/*/name",
                    "OpenShift makes a pull secret of its own for each account, and names it there.",
                    PullSecrets
                )
                {
                    OnlyValues = ["*-dockercfg-?????"],
                    RemovesItem = true,
                },
                new(
                    Of("ServiceAccount"),
                    "/secrets/*/name",
                    "OpenShift makes secrets of its own for each account, and names them there.",
                    PullSecrets
                )
                {
                    OnlyValues = ["*-dockercfg-?????", "*-token-?????"],
                    RemovesItem = true,
                },
            ],
            Keys = [.. Keys()],
            Expected =
            [
                new(
                    Kinds.ConfigMap,
                    FindingSeverity.Info,
                    "OpenShift makes it in every namespace; another cluster may lack it.",
                    "OpenShift service-ca-operator"
                )
                {
                    Names = ["openshift-service-ca.crt"],
                },
                new(
                    Kinds.DataSource,
                    FindingSeverity.Warning,
                    "The namespace is one of the cluster's own, and the target's images are in it.",
                    "kubevirt/common-templates README.md; Harvester and SSP operator docs"
                )
                {
                    Namespaces = ["openshift-virtualization-os-images", "kubevirt-os-images", "openshift-*"],
                },
                new(
                    Kinds.PersistentVolumeClaim,
                    FindingSeverity.Warning,
                    "The namespace is one of the cluster's own, and the target's images are in it.",
                    "kubevirt/common-templates README.md"
                )
                {
                    Namespaces = ["openshift-virtualization-os-images", "kubevirt-os-images"],
                },
            ],
            Published =
            [
                new(GroupKind.Parse("Route.route.openshift.io"), "/spec/host", "OpenShift route/v1 RouteSpec"),
            ],
            Neighbours =
            [
                new(
                    GroupKind.Parse("Route.route.openshift.io"),
                    "It publishes a Service of the machine.",
                    "OpenShift route/v1 RouteSpec"
                ),
            ],
        };

    private static IEnumerable<ClassRule> Classes() =>
        [
            new(
                ObjectClass.Runtime,
                "OpenShift makes it in every namespace.",
                "openshift-controller-manager pkg/authorization/defaultrolebindings/defaultrolebindings.go"
            )
            {
                Kinds = Of("RoleBinding.rbac.authorization.k8s.io"),
                Names = ["system:image-pullers", "system:image-builders", "system:deployers"],
            },
            new(
                ObjectClass.Runtime,
                "OpenShift makes the pull secret of an account anew, with the registry and keys of its own cluster.",
                PullSecrets
            )
            {
                Kinds = Of("Secret"),
                Path = "/metadata/annotations/openshift.io~1internal-registry-auth-token.service-account",
            },
            new(
                ObjectClass.Runtime,
                "OpenShift makes the pull secret of an account anew, with the registry and keys of its own cluster.",
                PullSecrets
            )
            {
                Kinds = Of("Secret"),
                Names = ["*-dockercfg-?????"],
                Path = "/type",
                Values = ["kubernetes.io/dockercfg"],
                Owners = Of("Secret ServiceAccount"),
            },
            new(
                ObjectClass.Runtime,
                "Every namespace gets the certificates of its own cluster.",
                "OpenShift service-ca-operator"
            )
            {
                Kinds = Of("ConfigMap"),
                Names = ["openshift-service-ca.crt"],
            },
            new(
                ObjectClass.Environment,
                "It belongs to the cluster, not to a machine.",
                "OpenShift security/v1, config/v1, project/v1"
            )
            {
                Kinds = Of(
                    "SecurityContextConstraints.security.openshift.io Project.project.openshift.io",
                    "HyperConverged.hco.kubevirt.io SSP.ssp.kubevirt.io"
                ),
            },
        ];

    private static IEnumerable<KeyRule> Keys() =>
        [
            new(
                Of("ServiceAccount"),
                "It names a pull secret that OpenShift makes anew.",
                "OpenShift openshift-controller-manager pkg/serviceaccounts"
            )
            {
                Annotations = ["openshift.io/internal-registry-pull-secret-ref"],
            },
            new(
                Of("Namespace"),
                "OpenShift assigns ranges of users and labels to each namespace, and they must not be those of another.",
                "OpenShift cluster-policy-controller pkg/security/controller"
            )
            {
                Annotations = ["openshift.io/sa.scc.*"],
                Scope = KeyScope.Copies,
            },
        ];
}
