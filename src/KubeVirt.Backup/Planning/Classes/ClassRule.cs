using System.Collections.Immutable;
using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Planning;

/// <summary>Which objects are of a class, as data: an object must meet every condition that is set.</summary>
/// <remarks>A rule without any condition matches every object.</remarks>
/// <param name="Class">The class of the objects.</param>
/// <param name="Reason">Why, in one sentence.</param>
/// <param name="Source">Where the platform says so.</param>
public sealed record ClassRule(ObjectClass Class, string Reason, string Source)
{
    /// <summary>Kinds one of which the object must be. Default: empty, any.</summary>
    public ImmutableHashSet<GroupKind> Kinds { get; init; } = [];

    /// <summary>Names of the objects; one may end in <c>*</c>. Default: empty, any.</summary>
    public ImmutableArray<string> Names { get; init; } = [];

    /// <summary>A JSON pointer to a text that must be there. Default: <see langword="null"/>, none.</summary>
    public string? Path { get; init; }

    /// <summary>What the text at <see cref="Path"/> may be. Default: empty, anything.</summary>
    public ImmutableArray<string> Values { get; init; } = [];

    /// <summary>Kinds one of which must own the object. Default: empty, no owner is asked for.</summary>
    public ImmutableHashSet<GroupKind> Owners { get; init; } = [];

    /// <summary>
    /// Whether another object of the graph must run this one, as a machine runs its instance. Default: no.
    /// </summary>
    public bool IsRun { get; init; }

    /// <summary>Whether it must hold a guest's data. Default: no.</summary>
    public bool HoldsData { get; init; }

    /// <summary>Whether a restore carries the objects along although their class is left out. Default: no.</summary>
    public bool IsCarried { get; init; }

    /// <summary>What the rule makes of an object.</summary>
    internal Classification ToClassification() => new(Class, Reason, Source) { IsCarried = IsCarried };

    /// <summary>Whether the object meets every condition. Called for each object, the cheap conditions first.</summary>
    internal bool Matches(Resource resource, ResourceGraph graph) =>
        (Kinds.IsEmpty || Kinds.Contains(resource.Id.Kind))
        && (Names.IsEmpty || IsNamed(resource.Id.Name))
        && (Path is null || (resource.StringAt(Path) is { } text && (Values.IsEmpty || Values.Contains(text))))
        && (Owners.IsEmpty || ResourceMetadata.OwnerKinds(resource).Any(Owners.Contains))
        && (!IsRun || graph.EdgesTo(resource.Id).Any(edge => edge.Relation == Relation.Runs))
        && (!HoldsData || graph.EdgesTo(resource.Id).Any(edge => edge.Reference.HoldsData));

    private bool IsNamed(string name)
    {
        foreach (var wanted in Names)
        {
            if (IsNamed(name, wanted))
                return true;
        }

        return false;
    }

    private static bool IsNamed(string name, string wanted) =>
        wanted.EndsWith('*')
            ? name.AsSpan().StartsWith(wanted.AsSpan(0, wanted.Length - 1), StringComparison.Ordinal)
            : name == wanted;
}
