namespace KubeVirt.Backup.Comparing;

/// <summary>An object that both graphs have, and that is not the same in both.</summary>
/// <param name="Resource">The object.</param>
/// <param name="IsReplaced">
/// Whether it has another UID: it was deleted and made anew under the same name, or stands in another cluster.
/// </param>
/// <param name="Fields">What differs, in the order of the object; empty where only the UID does.</param>
public sealed record ResourceDifference(ResourceId Resource, bool IsReplaced, IReadOnlyList<FieldDifference> Fields)
{
    /// <summary>One line: the object, whether it was replaced, the pointers that differ.</summary>
    public override string ToString() =>
        $"{Resource}{(IsReplaced ? " (replaced)" : "")}: {string.Join(", ", Fields.Select(field => field.Path))}";
}
