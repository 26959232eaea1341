using System.Collections.Frozen;
using KubeVirt.Backup.Platforms;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// The namespaces that selectors choose by name: by labels that hold it, in the namespaces of an affinity, and in the lists
/// of monitors. The packs say which labels these are, see <see cref="PlatformPack.NamespaceLabels"/>.
/// </summary>
/// <remarks>
/// Sources: Kubernetes core/v1 PodAffinityTerm; prometheus-operator pkg/apis/monitoring/v1 NamespaceSelector.
/// </remarks>
internal static class NamespaceTexts
{
    /// <summary>The label that the API server gives each namespace.</summary>
    public const string Label = "kubernetes.io/metadata.name";

    /// <summary>Rewrites a text that is the name of a namespace.</summary>
    /// <param name="context">The object.</param>
    /// <param name="place">The text, as the backup has it.</param>
    public static void Map(RestoreContext context, TextPlace place)
    {
        if (IsNamespace(place, context.Graph.Platforms.NamespaceLabels))
            MapNameTexts.Set(context, place, context.Names.MapNamespace(place.Text));
    }

    /// <summary>Whether the place of a text says that it names a namespace; the text itself can say anything.</summary>
    private static bool IsNamespace(TextPlace place, FrozenSet<string> labels)
    {
        if (labels.Contains(place.Member))
            return true;
        if (place.Parent is not { Parent: { } around } list)
            return false;

        return list.Member switch
        {
            // Operators other than In and NotIn have no values.
            "values" => around.TextAt("key") is { } key && labels.Contains(key),
            "namespaces" => around.MemberAt("topologyKey") is not null,
            "matchNames" => around.Member == "namespaceSelector",
            _ => false,
        };
    }
}
