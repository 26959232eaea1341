using KubeVirt.Backup.Findings;
using static KubeVirt.Backup.Platforms.KindSet;

namespace KubeVirt.Backup.Platforms;

/// <summary>What is known of Kubernetes itself: what its controllers make and assign, and what every cluster has.</summary>
internal static class KubernetesPack
{
    private const string Services =
        "velero pkg/restore/actions/service_action.go; Kubernetes pkg/registry/core/service";
    private const string Tokens =
        "velero pkg/restore/actions/secret_action.go; Kubernetes "
        + "pkg/controller/serviceaccount/tokens_controller.go";

    private const string Bootstrap = "Kubernetes plugin/pkg/auth/authorizer/rbac/bootstrappolicy/policy.go";

    /// <summary>The roles that an API server, KubeVirt and CDI make for themselves.</summary>
    private static readonly IReadOnlyList<string> BootstrapNames =
    [
        "view",
        "edit",
        "admin",
        "cluster-admin",
        "system:*",
        "kubevirt.io:*",
        "kubevirt-*",
        "cdi.kubevirt.io:*",
        "cdi-*",
    ];

    /// <summary>The tables.</summary>
    public static PlatformPack Pack { get; } =
        new("Kubernetes")
        {
            Classes = [.. Pods(), .. OfEveryNamespace(), .. OfTheCluster()],
            Fields = [.. FieldsOfServices(), .. FieldsOfSecrets()],
            Keys =
            [
                new([], "It is a copy of the whole object, with its old names.", "kubectl pkg/cmd/apply")
                {
                    Annotations = ["kubectl.kubernetes.io/last-applied-configuration"],
                },
                new(
                    Of("PodDisruptionBudget.policy Deployment.apps StatefulSet.apps"),
                    "A controller notes what it rolled out.",
                    "Kubernetes pkg/controller/deployment/util/deployment_util.go"
                )
                {
                    Annotations = ["deployment.kubernetes.io/revision"],
                },
            ],
            Expected = [.. Expected()],
            Versions = [.. Versions()],
            Neighbours = [.. Neighbours()],
            NamespaceLabels =
            [
                new("kubernetes.io/metadata.name", "Kubernetes pkg/apis/core/v1/defaults.go, SetDefaults_Namespace"),
            ],
            Published = [.. Published()],
        };

    private static IEnumerable<PublishedRule> Published()
    {
        yield return new(Kinds.Service, "/spec/loadBalancerIP", "Kubernetes core/v1 ServiceSpec");
        yield return new(Kinds.Service, "/spec/externalIPs/*", "Kubernetes core/v1 ServiceSpec");
        yield return new(
            GroupKind.Parse("Ingress.networking.k8s.io"),
            "/spec/rules/*/host",
            "Kubernetes networking/v1 IngressRule"
        );
        var routes = Of(
            "HTTPRoute.gateway.networking.k8s.io GRPCRoute.gateway.networking.k8s.io",
            "TLSRoute.gateway.networking.k8s.io"
        );
        foreach (var kind in routes.Order())
            yield return new(kind, "/spec/hostnames/*", "Gateway API apis/v1, HTTPRouteSpec and its like");
    }

    private static IEnumerable<ClassRule> Pods() =>
        [
            new(
                ObjectClass.Runtime,
                "It is owned: its controller makes it anew.",
                "Kubernetes pkg/controller/controller_ref_manager.go"
            )
            {
                Kinds = Of("Pod"),
                Path = "/metadata/ownerReferences/0/name",
            },
            new(
                ObjectClass.Runtime,
                "Kubernetes makes it from its template for each pod.",
                "Kubernetes pkg/controller/resourceclaim/controller.go"
            )
            {
                Kinds = Of("ResourceClaim.resource.k8s.io"),
                Path = "/metadata/annotations/resource.kubernetes.io~1pod-claim-name",
            },
            new(
                ObjectClass.Runtime,
                "Its controller, which is made anew itself, makes it anew.",
                "Kubernetes pkg/controller/controller_ref_manager.go"
            )
            {
                Owners = Of("Pod ReplicaSet.apps Job.batch"),
                IsControlled = true,
            },
            new(
                ObjectClass.Runtime,
                "It is owned: its controller makes it anew.",
                "Kubernetes pkg/controller/deployment/sync.go, pkg/controller/cronjob"
            )
            {
                Kinds = Of("ReplicaSet.apps Job.batch ControllerRevision.apps"),
                Owners = Of("Deployment.apps CronJob.batch StatefulSet.apps DaemonSet.apps"),
            },
            new(
                ObjectClass.Action,
                "It is work that has finished: created again it would run again.",
                "velero pkg/restore/restore.go, isCompleted"
            )
            {
                Kinds = Of("Job.batch"),
                Path = "/status/completionTime",
            },
            new(
                ObjectClass.Action,
                "It is work that has finished: created again it would run again.",
                "velero pkg/restore/restore.go, isCompleted"
            )
            {
                Kinds = Of("Pod"),
                Path = "/status/phase",
                Values = ["Succeeded", "Failed"],
            },
        ];

    /// <summary>What the cluster makes anew in every namespace, or for everything that runs.</summary>
    private static IEnumerable<ClassRule> OfEveryNamespace() =>
        [
            new(
                ObjectClass.Runtime,
                "Every namespace gets the certificates of its own cluster.",
                "Kubernetes pkg/controller/certificates/rootcacertpublisher"
            )
            {
                Kinds = Of("ConfigMap"),
                Names = ["kube-root-ca.crt"],
            },
            new(
                ObjectClass.Definition,
                "Every namespace has one, but this one pulls images with secrets that somebody gave it.",
                "velero pkg/restore/merge_service_account.go"
            )
            {
                Kinds = Of("ServiceAccount"),
                Names = ["default"],
                Path = "/imagePullSecrets/*/name",
                ExceptValues = ["*-dockercfg-*"],
            },
            new(
                ObjectClass.Runtime,
                "Every namespace has one.",
                "Kubernetes pkg/controller/serviceaccount/serviceaccounts_controller.go"
            )
            {
                Kinds = Of("ServiceAccount"),
                Names = ["default"],
            },
            new(ObjectClass.Runtime, "It is a trace of the running cluster.", "Kubernetes API")
            {
                Kinds = Of(
                    "Event Event.events.k8s.io Lease.coordination.k8s.io EndpointSlice.discovery.k8s.io",
                    "PodMetrics.metrics.k8s.io NodeMetrics.metrics.k8s.io"
                ),
            },
            new(
                ObjectClass.Runtime,
                "It is a trace of the running cluster: a controller writes the endpoints of a Service that selects.",
                "Kubernetes pkg/controller/endpoint/endpoints_controller.go"
            )
            {
                Kinds = Of("Endpoints"),
            },
            new(ObjectClass.Runtime, "It was made by itself: an account of the target gets tokens of its own.", Tokens)
            {
                Kinds = Of("Secret"),
                Names = ["*-token-?????"],
                Path = "/type",
                Values = ["kubernetes.io/service-account-token"],
            },
        ];

    /// <summary>
    /// What the target brings itself. Namespaces are carried along, since a restore into an empty cluster fails without
    /// them.
    /// </summary>
    private static IEnumerable<ClassRule> OfTheCluster() =>
        [
            new(
                ObjectClass.Environment,
                "The target is expected to have it, and it is created where that is not so.",
                "Kubernetes API"
            )
            {
                Kinds = Of("Namespace"),
                IsCarried = true,
            },
            new(ObjectClass.Environment, "Every cluster has it, in its own version.", Bootstrap)
            {
                Kinds = Of("ClusterRole.rbac.authorization.k8s.io ClusterRoleBinding.rbac.authorization.k8s.io"),
                Names = BootstrapNames,
            },
            new(ObjectClass.Environment, "It belongs to the cluster, not to a machine.", "Kubernetes API")
            {
                Kinds = Of(
                    "StorageClass.storage.k8s.io CSIDriver.storage.k8s.io CSINode.storage.k8s.io",
                    "VolumeAttachment.storage.k8s.io VolumeAttributesClass.storage.k8s.io PersistentVolume Node",
                    "PriorityClass.scheduling.k8s.io CustomResourceDefinition.apiextensions.k8s.io",
                    "DeviceClass.resource.k8s.io ResourceSlice.resource.k8s.io RuntimeClass.node.k8s.io",
                    "IngressClass.networking.k8s.io APIService.apiregistration.k8s.io",
                    "MutatingWebhookConfiguration.admissionregistration.k8s.io",
                    "ValidatingWebhookConfiguration.admissionregistration.k8s.io"
                ),
            },
        ];

    private static IEnumerable<FieldRule> FieldsOfServices() =>
        [
            new(Of("Service"), "/spec/clusterIP", "The API server assigns an address of its own cluster.", Services)
            {
                Keep = ["None", ""],
            },
            new(Of("Service"), "/spec/clusterIPs", "The API server assigns addresses of its own cluster.", Services)
            {
                Keep = ["None"],
            },
            new(Of("Service"), "/spec/ports/*/nodePort", "The API server assigns a port that is free.", Services)
            {
                StaysWhereAuthored = true,
            },
            new(Of("Service"), "/spec/healthCheckNodePort", "The API server assigns a port that is free.", Services)
            {
                StaysWhereAuthored = true,
            },
        ];

    private static IEnumerable<FieldRule> FieldsOfSecrets() =>
        [
            OfToken("/data/token", "The token was signed by the cluster it came from, and is made anew."),
            OfToken("/data/ca.crt", "The certificate is that of the cluster it came from, and is filled in anew."),
            OfToken(
                "/metadata/annotations/kubernetes.io~1service-account.uid",
                "It is the UID that the account had in the cluster it came from."
            ),
            OfToken("/data/namespace", "The namespace is filled in anew.") with
            {
                OnlyWhereMoved = true,
            },
        ];

    /// <summary>A field of a token Secret, which is filled in anew where it is absent.</summary>
    private static FieldRule OfToken(string path, string reason) =>
        new(Of("Secret"), path, reason, Tokens) { When = "/type", WhenValue = "kubernetes.io/service-account-token" };

    private static IEnumerable<VersionRule> Versions() =>
        [
            new(
                Of(
                    "Role.rbac.authorization.k8s.io RoleBinding.rbac.authorization.k8s.io",
                    "ClusterRole.rbac.authorization.k8s.io ClusterRoleBinding.rbac.authorization.k8s.io",
                    "PriorityClass.scheduling.k8s.io"
                ),
                ["v1alpha1", "v1beta1"],
                "v1",
                "Kubernetes deprecation guide: gone since 1.22, the fields are the same"
            ),
            new(
                Of("HorizontalPodAutoscaler.autoscaling"),
                ["v2beta2"],
                "v2",
                "Kubernetes deprecation guide: gone since 1.26, the fields are the same"
            ),
            new(
                Of("PodDisruptionBudget.policy CronJob.batch"),
                ["v1beta1"],
                "v1",
                "Kubernetes deprecation guide: gone since 1.25, the fields are the same"
            ),
        ];

    private static IEnumerable<ExpectedRule> Expected() =>
        [
            new(
                Kinds.ConfigMap,
                FindingSeverity.Info,
                "Kubernetes makes it in every namespace.",
                "Kubernetes pkg/controller/certificates/rootcacertpublisher"
            )
            {
                Names = ["kube-root-ca.crt"],
            },
            new(
                Kinds.ServiceAccount,
                FindingSeverity.Info,
                "Kubernetes makes it in every namespace.",
                "Kubernetes pkg/controller/serviceaccount/serviceaccounts_controller.go"
            )
            {
                Names = ["default"],
            },
            new(
                Kinds.PriorityClass,
                FindingSeverity.Info,
                "Every cluster has it.",
                "Kubernetes pkg/apis/scheduling/helpers.go, SystemPriorityClasses"
            )
            {
                Names = ["system-cluster-critical", "system-node-critical"],
            },
            new(
                GroupKind.Parse("ClusterRole.rbac.authorization.k8s.io"),
                FindingSeverity.Info,
                "Every cluster has it.",
                Bootstrap
            )
            {
                Names = BootstrapNames,
            },
            new(
                Kinds.Namespace,
                FindingSeverity.Info,
                "Every cluster has it.",
                "Kubernetes pkg/controlplane/controller/systemnamespaces"
            )
            {
                Names = ["default", "kube-system", "kube-public", "kube-node-lease"],
            },
            .. KindSet.Expected(
                "Kubernetes API",
                Kinds.Namespace,
                Kinds.StorageClass,
                Kinds.PersistentVolume,
                Kinds.PriorityClass,
                Kinds.VolumeAttributesClass,
                Kinds.DeviceClass
            ),
        ];

    private static IEnumerable<NeighbourRule> Neighbours()
    {
        (string Kind, string Reason, string Source)[] rows =
        [
            ("Service", "It sends traffic to the machine.", "core/v1 ServiceSpec"),
            ("PodDisruptionBudget.policy", "It protects the machine from evictions.", "policy/v1"),
            ("NetworkPolicy.networking.k8s.io", "It says who may speak to the machine.", "networking/v1"),
            ("Ingress.networking.k8s.io", "It publishes a Service of the machine.", "networking/v1 IngressSpec"),
            ("RoleBinding.rbac.authorization.k8s.io", "It gives rights to the machine's account.", "rbac/v1"),
            ("ClusterRoleBinding.rbac.authorization.k8s.io", "It gives rights to the machine's account.", "rbac/v1"),
            ("HTTPRoute.gateway.networking.k8s.io", "It publishes a Service of the machine.", "Gateway API apis/v1"),
            ("GRPCRoute.gateway.networking.k8s.io", "It publishes a Service of the machine.", "Gateway API apis/v1"),
            ("TLSRoute.gateway.networking.k8s.io", "It publishes a Service of the machine.", "Gateway API apis/v1"),
            (
                "TCPRoute.gateway.networking.k8s.io",
                "It publishes a Service of the machine.",
                "Gateway API apis/v1alpha2"
            ),
            ("HorizontalPodAutoscaler.autoscaling", "It scales a set or pool of machines.", "autoscaling/v2"),
            ("ServiceMonitor.monitoring.coreos.com", "It reads metrics of the machine.", "prometheus-operator API"),
            ("PodMonitor.monitoring.coreos.com", "It reads metrics of the machine.", "prometheus-operator API"),
        ];
        var byMembers = rows.Select(row => new NeighbourRule(
            GroupKind.Parse(row.Kind),
            row.Reason,
            $"Kubernetes {row.Source}"
        ));
        var byOwner = new[] { Kinds.ConfigMap, Kinds.Secret }.Select(kind => new NeighbourRule(
            kind,
            "The machine may own it.",
            "Kubernetes meta/v1 OwnerReference"
        )
        {
            ByMetadata = true,
        });

        return byMembers.Concat(byOwner);
    }
}
