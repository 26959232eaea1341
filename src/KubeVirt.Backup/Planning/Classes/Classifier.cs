using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Platforms;

namespace KubeVirt.Backup.Planning;

/// <summary>Classifies objects: the first rule that matches decides, else an object is a definition.</summary>
internal static class Classifier
{
    /// <summary>What an object is of which no rule knows anything.</summary>
    public static Classification Unknown { get; } =
        new(
            ObjectClass.Definition,
            "Somebody made it, and no controller makes it anew.",
            "KubeVirt docs/backup-restore-integration.md"
        );

    /// <summary>The class of an object, by the packs of the graph that it is in.</summary>
    /// <param name="resource">The object.</param>
    /// <param name="graph">The graph with the object, by which owners and guests of it are known.</param>
    /// <returns>The class, with its reason and source.</returns>
    public static Classification Of(Resource resource, ResourceGraph graph)
    {
        foreach (var rule in graph.Platforms.ClassesOf(resource.Id.Kind))
        {
            if (Matches(rule, resource, graph))
                return new Classification(rule.Class, rule.Reason, rule.Source) { IsCarried = rule.IsCarried };
        }

        return Unknown;
    }

    /// <summary>
    /// Whether an object of the right kind meets every other condition. Called for each object, so the cheap conditions
    /// come first.
    /// </summary>
    private static bool Matches(ClassRule rule, Resource resource, ResourceGraph graph)
    {
        if (rule.Names.Count > 0 && !TextPattern.MatchesAny(rule.Names, resource.Id.Name))
            return false;
        if (rule.Path is not null && !HasText(rule, resource, rule.Path))
            return false;
        if (rule.Owners.Count > 0 && !IsOwned(rule, resource))
            return false;
        if (rule.IsRun && !graph.EdgesTo(resource.Id).Any(edge => edge.Relation == Relation.Runs))
            return false;

        return !rule.HoldsData || graph.EdgesTo(resource.Id).Any(edge => edge.Reference.HoldsData);
    }

    private static bool HasText(ClassRule rule, Resource resource, string path) =>
        path.Contains('*', StringComparison.Ordinal)
            ? resource.TextsAt(path).Any(text => IsOneOf(rule, text))
            : resource.StringAt(path) is { } only && IsOneOf(rule, only);

    private static bool IsOneOf(ClassRule rule, string text) =>
        (rule.Values.Count == 0 || TextPattern.MatchesAny(rule.Values, text))
        && !TextPattern.MatchesAny(rule.ExceptValues, text);

    private static bool IsOwned(ClassRule rule, Resource resource) =>
        rule.IsControlled
            ? ResourceMetadata.ControllerKind(resource) is { } controller && rule.Owners.Contains(controller)
            : ResourceMetadata.OwnerKinds(resource).Any(rule.Owners.Contains);
}
