namespace KubeVirt.Backup.Formats;

/// <summary>The net effect of a restore on one object.</summary>
/// <param name="Resource">The object, by its id in the backup.</param>
/// <param name="NewId">Its id in the target.</param>
/// <param name="NewName">Its new name and namespace in words; empty where it keeps both.</param>
/// <param name="Changes">What changes; at least one.</param>
internal sealed record ObjectDiff(
    ResourceId Resource,
    ResourceId NewId,
    string NewName,
    IReadOnlyList<NetChange> Changes
);
