using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Resolvers;

/// <summary>References of an OpenShift Route: the Services that it publishes, and the Secret with its certificate.</summary>
/// <remarks>Source: OpenShift route/v1 RouteSpec. It is accepted without them.</remarks>
public sealed class RouteResolver()
    : TableResolver(
        GroupKind.Parse("Route.route.openshift.io"),
        [
            Publishes("/spec/to/name"),
            Publishes("/spec/alternateBackends/*/name"),
            new("/spec/tls/externalCertificate/name", Kinds.Secret, "certificate")
            {
                Requirement = Requirement.Optional,
                Source = Api,
            },
        ]
    )
{
    private const string Api = "openshift route/v1 RouteSpec";

    private static ReferenceRule Publishes(string path) =>
        new(path, Kinds.Service, "published Service")
        {
            Requirement = Requirement.Optional,
            JoinsTarget = true,
            Source = Api,
        };
}
