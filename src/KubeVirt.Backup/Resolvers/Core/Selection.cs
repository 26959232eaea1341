using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Resolvers;

/// <summary>References by selectors, of which a table of paths knows nothing.</summary>
internal static class Selection
{
    /// <summary>The reference to whatever a selector chooses in the namespace of its object.</summary>
    /// <param name="holder">The object with the selector.</param>
    /// <param name="path">Where the selector stands.</param>
    /// <param name="kind">The kind of what it chooses; of pods, the machines.</param>
    /// <param name="why">What that means, as a short phrase.</param>
    public static Reference Of(Resource holder, string path, GroupKind kind, string why) =>
        Reference.Derived(
            ReferenceTarget.Selected(kind, holder.Id.Namespace),
            path,
            Relation.Selects,
            Requirement.WhenPresent,
            why
        );
}
