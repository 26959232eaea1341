using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Graph;

/// <summary>What a source found for the queries of one wave.</summary>
/// <param name="Resources">The objects that were found, in any order.</param>
/// <param name="Findings">What could not be read, such as kinds that the caller has no right to list.</param>
public sealed record ResourceAnswer(IReadOnlyList<Resource> Resources, IReadOnlyList<Finding> Findings)
{
    /// <summary>An answer without findings.</summary>
    /// <param name="resources">The objects that were found, in any order.</param>
    public ResourceAnswer(IReadOnlyList<Resource> resources)
        : this(resources, []) { }

    /// <summary>
    /// The parts of the queries that could not be answered: the names of which nobody knows whether they exist, or
    /// <see cref="ResourceQuery.All"/> where the list could not be read; without names it stands for all that were asked.
    /// The findings give the reason. Default: none.
    /// </summary>
    public IReadOnlyList<ResourceQuery> NotRead { get; init; } = [];

    /// <summary>
    /// The kinds of the queries of which there can be no objects, as the cluster does not serve them. Default: none; files do
    /// not know it.
    /// </summary>
    public IReadOnlyCollection<GroupKind> NotServed { get; init; } = [];
}
