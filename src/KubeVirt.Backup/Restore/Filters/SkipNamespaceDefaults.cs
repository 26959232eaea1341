namespace KubeVirt.Backup.Restore;

/// <summary>Leaves out what every namespace gets by itself: root certificates, service account tokens and the service account <c>default</c>.</summary>
/// <remarks>Source: Kubernetes kube-controller-manager, root-ca-certificate-publisher, serviceaccount and tokens controllers.</remarks>
public sealed class SkipNamespaceDefaults() : RestorePolicy("skip-namespace-defaults")
{
    private static readonly string[] Certificates = ["kube-root-ca.crt", "openshift-service-ca.crt"];

    /// <inheritdoc/>
    public override void Apply(RestoreContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Id.Kind == Kinds.ConfigMap && Certificates.Contains(context.Id.Name))
            context.Skip("Every namespace gets the certificates of its own cluster.", SkipOutcome.MadeAnew);
        else if (context.Id.Kind == Kinds.ServiceAccount && context.Id.Name == "default")
            context.Skip("Every namespace has one.", SkipOutcome.MadeAnew);
        else if (context.Id.Kind == Kinds.Secret && context.Original.StringAt("/type") == "kubernetes.io/service-account-token")
            context.Skip("It is the token of a service account, signed by the cluster it came from.", SkipOutcome.Expected);
    }
}
