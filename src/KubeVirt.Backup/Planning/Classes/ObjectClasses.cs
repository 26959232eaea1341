using System.Collections.Immutable;
using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Planning;

/// <summary>
/// Tells the class of an object: that of the first rule which speaks of it, else it is a definition. Immutable.
/// </summary>
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

    /// <summary>The rules, the first that speaks of an object decides.</summary>
    public ImmutableArray<ClassRule> Rules { get; }

    /// <summary>The same with other rules before.</summary>
    public ObjectClasses With(params IEnumerable<ClassRule> rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return new ObjectClasses([.. rules, .. Rules]);
    }

    /// <summary>The class of an object.</summary>
    /// <param name="resource">The object.</param>
    /// <param name="graph">What surrounds it.</param>
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
