namespace KubeVirt.Backup.Restore;

/// <summary>Where a restored object asks for something that a node must have.</summary>
/// <param name="Resource">The object, by its name in the target.</param>
/// <param name="Path">JSON pointer to what asks for it.</param>
public sealed record NodeNeedPlace(ResourceId Resource, string Path)
{
    /// <summary>The object and the pointer.</summary>
    public override string ToString() => $"{Resource} {Path}";
}
