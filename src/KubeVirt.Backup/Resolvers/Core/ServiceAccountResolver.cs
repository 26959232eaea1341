using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Resolvers;

/// <summary>References of a ServiceAccount: the Secrets that its pods pull images with and may mount.</summary>
/// <remarks>
/// A machine needs the account where a volume or the launcher pod names it; the Secrets come along as far as they are
/// there.
/// Source: Kubernetes core/v1 ServiceAccount. A pod starts without them: tokens are made anew, and an image may be
/// public.
/// </remarks>
public sealed class ServiceAccountResolver()
    : TableResolver(
        Kinds.ServiceAccount,
        [
            new("/imagePullSecrets/*/name", Kinds.Secret, "pull secret")
            {
                Requirement = Requirement.Optional,
                Source = "kubernetes core/v1 ServiceAccount",
            },
            new("/secrets/*/name", Kinds.Secret, "secret of the service account")
            {
                Requirement = Requirement.Optional,
                Source = "kubernetes core/v1 ServiceAccount",
            },
        ]
    );
