using System.Collections.Immutable;
using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Planning;

/// <summary>
/// Classifies objects: the class of the first rule that matches, else an object is a definition. Immutable.
/// </summary>
/// <remarks>
/// A restore skips all classes but definitions, see <c>SkipClass</c>. Add rules for the objects of
/// operators that make theirs anew. Safe for use from several threads.
/// </remarks>
/// <example>
/// <code language="csharp">
/// var rule = new ClassRule(ObjectClass.Runtime, "The operator makes it anew.", "documentation of the operator")
/// {
///     Kinds = [GroupKind.Parse("Certificate.cert-manager.io")],
/// };
/// ObjectClasses classes = ObjectClasses.Default.With(rule);
/// BackupPlan classified = BackupPlanner.Plan(manifests.Resources, new PlanOptions { Classes = classes });
/// </code>
/// </example>
public sealed class ObjectClasses
{
    private static readonly Classification Definition = new(
        ObjectClass.Definition,
        "Somebody made it, and no controller makes it anew.",
        "KubeVirt docs/backup-restore-integration.md"
    );

    private ObjectClasses(ImmutableArray<ClassRule> rules) => Rules = rules;

    /// <summary>The rules of KubeVirt, CDI and Kubernetes.</summary>
    public static ObjectClasses Default { get; } = new([.. ClassRules.All]);

    /// <summary>
    /// As <see cref="Default"/>, but cluster-wide instancetypes and preferences are carried along, for a target that
    /// may lack them. They are created where they are absent, and never overwritten.
    /// </summary>
    public static ObjectClasses CarryingInstancetypes { get; } = Default.With(ClassRules.CarriedInstancetypes);

    /// <summary>The rules in their order; the first that matches decides.</summary>
    public ImmutableArray<ClassRule> Rules { get; }

    /// <summary>These classes with other rules before their own. This one stays as it is.</summary>
    /// <param name="rules">The rules, which decide before all others.</param>
    public ObjectClasses With(params IEnumerable<ClassRule> rules)
    {
        ArgumentNullException.ThrowIfNull(rules);

        return new ObjectClasses([.. rules, .. Rules]);
    }

    /// <summary>The class of an object.</summary>
    /// <param name="resource">The object.</param>
    /// <param name="graph">The graph with the object, by which owners and guests of it are known.</param>
    /// <returns>The class, with its reason and source.</returns>
    public Classification Of(Resource resource, ResourceGraph graph)
    {
        ArgumentNullException.ThrowIfNull(resource);
        ArgumentNullException.ThrowIfNull(graph);
        foreach (var rule in Rules)
        {
            if (rule.Matches(resource, graph))
                return rule.ToClassification();
        }

        return Definition;
    }
}
