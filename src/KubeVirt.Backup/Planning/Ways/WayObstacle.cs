namespace KubeVirt.Backup.Planning;

/// <summary>Why a way is not possible, or not known to be.</summary>
/// <param name="IsKnown">Whether it is certain that the way is not possible.</param>
/// <param name="Reason">Why, and what would change it.</param>
internal sealed record WayObstacle(bool IsKnown, string Reason)
{
    /// <summary>The object that shows it; <see langword="null"/> where none does.</summary>
    public ResourceId? Resource { get; init; }

    /// <summary>JSON pointer into that object.</summary>
    public string? Path { get; init; }

    /// <summary>It is certain that the way is not possible.</summary>
    public static WayObstacle Known(string reason, ResourceId? resource = null, string? path = null) =>
        new(true, reason) { Resource = resource, Path = path };

    /// <summary>Something that the way depends on could not be read.</summary>
    public static WayObstacle Unknown(string reason, ResourceId? resource = null, string? path = null) =>
        new(false, reason) { Resource = resource, Path = path };
}
