namespace KubeVirt.Backup.Planning;

/// <summary>What a controller states in an object's <c>status.conditions</c>.</summary>
/// <remarks>Source: Kubernetes meta/v1 Condition; KubeVirt's own conditions have the same two fields.</remarks>
internal static class StatusConditions
{
    /// <summary>Where the conditions stand.</summary>
    public const string Path = "/status/conditions";

    /// <summary>
    /// Whether a condition has the status <c>True</c>. An object without a status, or one of another shape, states
    /// nothing.
    /// </summary>
    public static bool IsTrue(Resource resource, string type) =>
        JsonMembers
            .Items(resource.At(Path))
            .Any(condition =>
                JsonMembers.Text(condition, "type") == type && JsonMembers.Text(condition, "status") == "True"
            );
}
