using static KubeVirt.Backup.Platforms.KindSet;

namespace KubeVirt.Backup.Platforms;

/// <summary>
/// What is known of tools that make objects from a repository or a vault: Argo CD, Flux, Sealed Secrets, External
/// Secrets, cert-manager.
/// </summary>
internal static class GitOpsPack
{
    private const string ArgoCd = "argo-cd common/common.go; velero issue 7848";
    private const string Flux = "fluxcd kustomize-controller docs/spec/v1/kustomizations.md, helm-controller docs";

    private const string Kapp = "carvel kapp pkg/kapp/resources/identity_annotation.go, association_label.go";
    private const string Wrangler = "rancher/wrangler pkg/apply/desiredset_apply.go";
    private const string ConfigSync = "kpt-config-sync pkg/metadata/annotations.go, labels.go";

    /// <summary>The tables.</summary>
    public static PlatformPack Pack { get; } =
        new("GitOps")
        {
            Classes =
            [
                new(
                    ObjectClass.Action,
                    "It is an action: created again it would run again.",
                    "cert-manager pkg/apis/acme/v1, pkg/apis/certmanager/v1: they belong to one issuance"
                )
                {
                    Kinds = Of(
                        "CertificateRequest.cert-manager.io Order.acme.cert-manager.io Challenge.acme.cert-manager.io"
                    ),
                },
                new(
                    ObjectClass.Action,
                    "It is an action: created again it would run again.",
                    "tekton pipeline pkg/apis/pipeline/v1; argo-workflows pkg/apis/workflow/v1alpha1"
                )
                {
                    Kinds = Of("PipelineRun.tekton.dev TaskRun.tekton.dev CustomRun.tekton.dev Workflow.argoproj.io"),
                },
            ],
            Keys =
            [
                new([], "Argo CD takes a copy that bears it for its own, and prunes it.", ArgoCd)
                {
                    Annotations = ["argocd.argoproj.io/tracking-id", "argocd.argoproj.io/installation-id"],
                    Labels = ["argocd.argoproj.io/instance"],
                    Scope = KeyScope.Copies,
                },
                new([], "Flux takes a copy that bears it for its own, and prunes it.", Flux)
                {
                    Labels = ["kustomize.toolkit.fluxcd.io/*", "helm.toolkit.fluxcd.io/*"],
                    Scope = KeyScope.Copies,
                },
                new([], "kapp takes a copy that bears it for a part of its app, and deletes it with that.", Kapp)
                {
                    Annotations = ["kapp.k14s.io/identity", "kapp.k14s.io/original*"],
                    Labels = ["kapp.k14s.io/app", "kapp.k14s.io/association"],
                    Scope = KeyScope.Copies,
                },
                new([], "Rancher and Fleet take a copy that bears it for their own, and prune it.", Wrangler)
                {
                    Annotations = ["objectset.rio.cattle.io/*"],
                    Labels = ["objectset.rio.cattle.io/*"],
                    Scope = KeyScope.Copies,
                },
                new([], "Config Sync takes a copy that bears it for its own, and prunes it.", ConfigSync)
                {
                    Annotations = ["configmanagement.gke.io/*", "configsync.gke.io/*"],
                    Labels = ["configsync.gke.io/*"],
                    Scope = KeyScope.Copies,
                },
                new([], "Helm takes a copy that bears it for a part of its release.", "helm pkg/action/validate.go")
                {
                    Annotations = ["meta.helm.sh/release-name", "meta.helm.sh/release-namespace"],
                    Scope = KeyScope.Copies,
                },
            ],
            Makers =
            [
                new(
                    GroupKind.Parse("SealedSecret.bitnami.com"),
                    Kinds.Secret,
                    ["/spec/template/metadata/name", "/metadata/name"],
                    "bitnami sealed-secrets pkg/apis/sealedsecrets/v1alpha1/types.go"
                ),
                new(
                    GroupKind.Parse("ExternalSecret.external-secrets.io"),
                    Kinds.Secret,
                    ["/spec/target/name", "/metadata/name"],
                    "external-secrets apis/externalsecrets/v1/externalsecret_types.go"
                ),
                new(
                    GroupKind.Parse("Certificate.cert-manager.io"),
                    Kinds.Secret,
                    ["/spec/secretName"],
                    "cert-manager pkg/apis/certmanager/v1/types_certificate.go"
                ),
                OfVault("VaultStaticSecret"),
                OfVault("VaultDynamicSecret"),
                OfVault("VaultPKISecret"),
                new(
                    GroupKind.Parse("OnePasswordItem.onepassword.com"),
                    Kinds.Secret,
                    ["/metadata/name"],
                    "onepassword-operator internal/controller/onepassworditem_controller.go"
                ),
            ],
        };

    /// <summary>A kind of Vault's operator, all of which name their Secret in the same place.</summary>
    private static MakerRule OfVault(string kind) =>
        new(
            new GroupKind("secrets.hashicorp.com", kind),
            Kinds.Secret,
            ["/spec/destination/name"],
            "vault-secrets-operator api/v1beta1/vaultstaticsecret_types.go, Destination"
        );
}
