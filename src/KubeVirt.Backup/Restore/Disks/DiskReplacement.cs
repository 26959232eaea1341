namespace KubeVirt.Backup.Restore;

/// <summary>What a restore puts in the place of a disk whose data it does not bring back.</summary>
public enum DiskReplacement
{
    /// <summary>Nothing was said: as <see cref="Blank"/>.</summary>
    Unspecified,

    /// <summary>A blank disk of the same size: <see cref="BlankDisks"/>.</summary>
    Blank,

    /// <summary>No disk at all: <see cref="DropDisks"/>.</summary>
    Dropped,

    /// <summary>The claim of the same name that the target has: <see cref="UseTargetDisks"/>.</summary>
    TargetClaim,
}
