using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Graph;

/// <summary>What a source found.</summary>
/// <param name="Resources">The objects.</param>
/// <param name="Findings">What went wrong, as with kinds that one may not list.</param>
public sealed record ResourceAnswer(IReadOnlyList<Resource> Resources, IReadOnlyList<Finding> Findings)
{
    /// <summary>An answer without findings.</summary>
    public ResourceAnswer(IReadOnlyList<Resource> resources)
        : this(resources, []) { }
}
