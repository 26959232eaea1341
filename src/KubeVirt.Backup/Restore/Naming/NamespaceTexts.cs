namespace KubeVirt.Backup.Restore;

/// <summary>
/// The namespaces that selectors choose by name: by the label that the API server gives each namespace, in the namespaces
/// of an affinity, and in the lists of monitors.
/// </summary>
/// <remarks>
/// Sources: Kubernetes pkg/apis/core/v1/defaults.go, SetDefaults_Namespace, for the label; core/v1 PodAffinityTerm;
/// prometheus-operator pkg/apis/monitoring/v1 NamespaceSelector; Cilium pkg/k8s/apis/cilium.io/const.go, PodNamespaceLabel;
/// Calico docs, reference of the NetworkPolicy, for its label of namespaces.
/// </remarks>
internal static class NamespaceTexts
{
    /// <summary>The label that the API server gives each namespace.</summary>
    public const string Label = "kubernetes.io/metadata.name";

    /// <summary>The labels that hold the name of a namespace, wherever a selector asks for one.</summary>
    private static readonly string[] Labels =
    [
        Label,
        "io.kubernetes.pod.namespace",
        "k8s:io.kubernetes.pod.namespace",
        "projectcalico.org/name",
    ];

    /// <summary>Rewrites a text that is the name of a namespace.</summary>
    /// <param name="context">The object.</param>
    /// <param name="place">The text, as the backup has it.</param>
    public static void Map(RestoreContext context, TextPlace place)
    {
        if (IsNamespace(place))
            MapNameTexts.Set(context, place, context.Names.MapNamespace(place.Text));
    }

    /// <summary>Whether the place of a text says that it names a namespace; the text itself can say anything.</summary>
    private static bool IsNamespace(TextPlace place)
    {
        if (Labels.Contains(place.Member))
            return true;
        if (place.Parent is not { Parent: { } around } list)
            return false;

        return list.Member switch
        {
            // Operators other than In and NotIn have no values.
            "values" => Labels.Contains(around.TextAt("key")),
            "namespaces" => around.MemberAt("topologyKey") is not null,
            "matchNames" => around.Member == "namespaceSelector",
            _ => false,
        };
    }
}
