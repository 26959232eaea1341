namespace KubeVirt.Backup.Restore;

/// <summary>
/// The namespaces that selectors choose by name: by the label that the API server gives each namespace, in the namespaces
/// of an affinity, and in the lists of monitors.
/// </summary>
/// <remarks>
/// Sources: Kubernetes pkg/apis/core/v1/defaults.go, SetDefaults_Namespace, for the label; core/v1 PodAffinityTerm;
/// prometheus-operator pkg/apis/monitoring/v1 NamespaceSelector.
/// </remarks>
internal static class NamespaceTexts
{
    /// <summary>The label that holds the name of a namespace, wherever a selector asks for it.</summary>
    public const string Label = "kubernetes.io/metadata.name";

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
        if (place.Member == Label)
            return true;
        if (place.Parent is not { Parent: { } around } list)
            return false;

        return list.Member switch
        {
            // Operators other than In and NotIn have no values.
            "values" => around.TextAt("key") == Label,
            "namespaces" => around.MemberAt("topologyKey") is not null,
            "matchNames" => around.Member == "namespaceSelector",
            _ => false,
        };
    }
}
