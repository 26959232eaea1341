using KubeVirt.Backup.Platforms;

namespace KubeVirt.Backup.Graph;

/// <summary>
/// Who makes an object that may be missing, as a SealedSecret makes a Secret: by the rules of the packs.
/// </summary>
internal static class Makers
{
    /// <summary>
    /// The maker of an object, where the graph has it: what needs the object needs the maker; <see langword="null"/>
    /// where there is none.
    /// </summary>
    public static ResourceId? Of(ResourceGraph graph, ResourceId made)
    {
        var rules = graph.Platforms.MakersOf(made.Kind).ToList();
        if (rules.Count == 0)
            return null;

        var beside = graph.EdgesTo(made).SelectMany(edge => graph.EdgesFrom(edge.From)).Select(edge => edge.To);
        foreach (var candidate in beside.Distinct())
        {
            if (graph.FindResource(candidate) is { } resource && rules.Any(rule => Makes(rule, resource, made)))
                return candidate;
        }

        return null;
    }

    /// <summary>Whether an object makes another one, by a rule.</summary>
    public static bool Makes(MakerRule rule, Resource maker, ResourceId made) =>
        maker.Id.Kind == rule.Maker
        && maker.Id.Namespace == made.Namespace
        && made.Kind == rule.Made
        && MadeName(rule, maker) == made.Name;

    /// <summary>The name of what an object makes; <see langword="null"/> where it names nothing.</summary>
    public static string? MadeName(MakerRule rule, Resource maker) =>
        rule.NamePaths.Select(maker.StringAt).FirstOrDefault(name => name is not null);
}
