namespace KubeVirt.Backup.Platforms;

/// <summary>Versions of a kind that clusters no longer serve, and what becomes of their objects.</summary>
/// <param name="Kinds">The kinds.</param>
/// <param name="Old">The versions that are no longer served, without their group, such as <c>v1alpha1</c>.</param>
/// <param name="Served">The version that is served in their place.</param>
/// <param name="Source">The upstream file or document that says so.</param>
public sealed record VersionRule(
    IReadOnlyCollection<GroupKind> Kinds,
    IReadOnlyList<string> Old,
    string Served,
    string Source
)
{
    /// <summary>
    /// The members that a spec may have for nothing but its version to change: an object with another one is reported
    /// and left as it is. Default: empty, any member.
    /// </summary>
    public IReadOnlyCollection<string> SpecMembers { get; init; } = [];
}
