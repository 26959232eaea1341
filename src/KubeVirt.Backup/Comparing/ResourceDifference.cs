namespace KubeVirt.Backup.Comparing;

/// <summary>An object that both graphs have, and that is not the same in both.</summary>
/// <param name="Resource">The object.</param>
/// <param name="IsReplaced">
/// Whether it has another UID: it was deleted and created again under the same name, or is in another cluster.
/// </param>
/// <param name="Fields">The values that differ, in the order of the object; empty where only the UID differs.</param>
public sealed record ResourceDifference(ResourceId Resource, bool IsReplaced, IReadOnlyList<FieldDifference> Fields)
{
    /// <summary>One line: the object, whether it was replaced, the pointers that differ.</summary>
    public override string ToString()
    {
        var replaced = IsReplaced ? " (replaced)" : "";
        var paths = string.Join(", ", Fields.Select(field => field.Path));

        return $"{Resource}{replaced}: {paths}";
    }
}
