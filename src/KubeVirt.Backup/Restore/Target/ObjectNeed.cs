using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Restore;

/// <summary>An object that is not restored and that restored objects refer to.</summary>
/// <param name="Resource">The object, by its name in the target.</param>
/// <param name="IsRequired">Whether something fails without it; else it is only looked for.</param>
/// <param name="References">What refers to it, ordered by object; they bear the names in the target.</param>
public sealed record ObjectNeed(ResourceId Resource, bool IsRequired, IReadOnlyList<ResourceEdge> References)
{
    /// <summary>
    /// One line: the object, whether it is required, the first reference and how many more there are.
    /// </summary>
    public override string ToString()
    {
        var need = IsRequired ? "required" : "optional";
        var more = References.Count > 1 ? $" and {References.Count - 1} more" : "";

        return $"{Resource} ({need}): {References[0].From} {References[0].Path}{more}";
    }
}
