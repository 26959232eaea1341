using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Resolvers;

/// <summary>References of an Ingress: the Services that it publishes, and the Secrets with its certificates.</summary>
/// <remarks>Source: Kubernetes networking/v1 IngressSpec. It is accepted without them.</remarks>
public sealed class IngressResolver()
    : TableResolver(
        GroupKind.Parse("Ingress.networking.k8s.io"),
        [
            Publishes("/spec/rules/*/http/paths/*/backend/service/name"),
            Publishes("/spec/defaultBackend/service/name"),
            new("/spec/tls/*/secretName", Kinds.Secret, "certificate")
            {
                Requirement = Requirement.Optional,
                Source = Api,
            },
            new("/spec/ingressClassName", GroupKind.Parse("IngressClass.networking.k8s.io"), "ingress class")
            {
                Requirement = Requirement.Optional,
                Source = Api,
            },
        ]
    )
{
    private const string Api = "kubernetes networking/v1 IngressSpec";

    private static ReferenceRule Publishes(string path) =>
        new(path, Kinds.Service, "published Service")
        {
            Requirement = Requirement.Optional,
            JoinsTarget = true,
            Source = Api,
        };
}
