namespace KubeVirt.Backup.Restore;

/// <summary>One place where a value of a guest's identity stands.</summary>
/// <param name="Object">The object, by its id after the restore.</param>
/// <param name="Path">JSON pointer of the value.</param>
/// <param name="IsLive">Whether it is an object of the target cluster, not one that is restored.</param>
public sealed record IdentityHolder(ResourceId Object, string Path, bool IsLive)
{
    /// <summary>The object, and whether it is live.</summary>
    public override string ToString() => IsLive ? $"{Object} (live)" : Object.ToString();
}
