using System.Text.Json;
using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Resolvers;

/// <summary>A resolver of a kind whose objects choose others of their namespace by a label selector.</summary>
/// <remarks>
/// What a selector chooses is known when all objects are: the pods of machines by the labels of the guest, and those that
/// KubeVirt gives its pod. An absent selector chooses nothing. Source: Kubernetes meta/v1 LabelSelector; KubeVirt
/// pkg/virt-controller/services/template.go gives the pod the labels of the guest.
/// </remarks>
/// <example>
/// <code language="csharp">
/// var resolvers = BuiltInResolvers.Default.With(new QuarantineResolver());
/// BackupPlan withQuarantines = BackupPlanner.Plan(manifests.Resources, new PlanOptions { Resolvers = resolvers });
///
/// // A policy of our own, which says by labels which guests it holds for.
/// sealed class QuarantineResolver()
///     : SelectorResolver(
///         GroupKind.Parse("Quarantine.security.example.com"),
///         "/spec/guests",
///         GroupKind.Parse("Pod"),
///         "keeps the machine apart"
///     );
/// </code>
/// </example>
public abstract class SelectorResolver : IResourceResolver
{
    private readonly GroupKind _chosen;

    /// <summary>Says where the selector stands, and what it chooses.</summary>
    /// <param name="kind">The kind whose objects hold the selector.</param>
    /// <param name="path">A JSON pointer to it: a map of labels, or <c>matchLabels</c> and <c>matchExpressions</c>.</param>
    /// <param name="chosen">The kind of what it chooses; of pods, the machines.</param>
    /// <param name="why">What that means, as a short phrase.</param>
    protected SelectorResolver(GroupKind kind, string path, GroupKind chosen, string why)
    {
        Kind = kind;
        Path = path;
        Why = why;
        _chosen = chosen;
    }

    /// <inheritdoc/>
    public GroupKind? Kind { get; }

    /// <summary>Where the selector stands, as a JSON pointer.</summary>
    public string Path { get; }

    /// <summary>What it means that an object is chosen, as a short phrase.</summary>
    public string Why { get; }

    /// <summary>Whether a selector that asks for nothing chooses all objects of the namespace. Default: it does.</summary>
    protected virtual bool IsAllWhereEmpty => true;

    /// <summary>Where selectors stand in one object. Default: at <see cref="Path"/>.</summary>
    /// <param name="resource">The object.</param>
    protected virtual IEnumerable<string> PathsIn(Resource resource) => [Path];

    /// <inheritdoc/>
    public void Resolve(Resource resource, ReferenceCollector references)
    {
        ArgumentNullException.ThrowIfNull(resource);
        ArgumentNullException.ThrowIfNull(references);
        foreach (var path in PathsIn(resource))
        {
            if (resource.At(path) is not { ValueKind: JsonValueKind.Object } selector)
                continue;
            if (!IsAllWhereEmpty && selector.GetPropertyCount() == 0)
                continue;

            var chosen = ReferenceTarget.Selected(_chosen, resource.Id.Namespace);
            references.Add(Reference.Derived(chosen, path, Relation.Selects, Requirement.WhenPresent, Why));
        }
    }
}
