namespace KubeVirt.Backup.Comparing;

/// <summary>Which differences between two graphs count.</summary>
public sealed record ComparisonOptions
{
    /// <summary>
    /// The fields that an API server and the controllers change without anybody having changed the object.
    /// </summary>
    /// <remarks>
    /// Sources: Kubernetes meta/v1 ObjectMeta; KubeVirt staging/src/kubevirt.io/api/core/v1/types.go for the observed
    /// API versions. Nothing is lost where a status refers to other objects: those are references, and references are
    /// compared.
    /// </remarks>
    public static IReadOnlyList<string> DefaultIgnoredPaths { get; } =
    [
        "/status",
        "/metadata/resourceVersion",
        "/metadata/generation",
        "/metadata/managedFields",
        "/metadata/creationTimestamp",
        "/metadata/selfLink",
        // Another UID means another object, which ResourceDifference.IsReplaced shows. Owners are references.
        "/metadata/uid",
        "/metadata/ownerReferences/*/uid",
        // A copy of the object as it was applied. What changed shows in the object itself.
        "/metadata/annotations/kubectl.kubernetes.io~1last-applied-configuration",
        "/metadata/annotations/kubevirt.io~1latest-observed-api-version",
        "/metadata/annotations/kubevirt.io~1storage-observed-api-version",
    ];

    /// <summary>
    /// JSON pointers of the fields that do not count, with all that stands below them. <c>*</c> stands for every item
    /// of a list or member of an object. Default: <see cref="DefaultIgnoredPaths"/>.
    /// </summary>
    public IReadOnlyCollection<string> IgnoredPaths { get; init; } = DefaultIgnoredPaths;
}
