namespace KubeVirt.Backup.Comparing;

/// <summary>How two graphs are compared.</summary>
public sealed record ComparisonOptions
{
    /// <summary>What an API server and the controllers move without anybody having changed an object.</summary>
    /// <remarks>
    /// Sources: Kubernetes meta/v1 ObjectMeta; KubeVirt staging/src/kubevirt.io/api/core/v1/types.go for the observed
    /// API versions. What a status says about other objects is not lost with it: those are references, and references
    /// are compared.
    /// </remarks>
    public static IReadOnlyList<string> DefaultIgnoredPaths { get; } =
    [
        "/status",
        "/metadata/resourceVersion",
        "/metadata/generation",
        "/metadata/managedFields",
        "/metadata/creationTimestamp",
        "/metadata/selfLink",
        // That it is another object is said by ResourceDifference.IsReplaced; of its owners too, and who owns it is a
        // reference.
        "/metadata/uid",
        "/metadata/ownerReferences/*/uid",
        // A copy of the object as it was applied: what changed shows in the object itself.
        "/metadata/annotations/kubectl.kubernetes.io~1last-applied-configuration",
        "/metadata/annotations/kubevirt.io~1latest-observed-api-version",
        "/metadata/annotations/kubevirt.io~1storage-observed-api-version",
    ];

    /// <summary>
    /// JSON pointers of what does not count, with all that stands below; <c>*</c> stands for every item of a list or
    /// member of an object. Default: <see cref="DefaultIgnoredPaths"/>.
    /// </summary>
    public IReadOnlyCollection<string> IgnoredPaths { get; init; } = DefaultIgnoredPaths;
}
