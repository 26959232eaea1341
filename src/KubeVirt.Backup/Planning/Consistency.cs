namespace KubeVirt.Backup.Planning;

/// <summary>What snapshots of a machine's volumes are worth.</summary>
/// <remarks>
/// Only what was proved counts: a freeze that cannot be shown to have lasted until the last snapshot gives no more than
/// <see cref="CrashConsistent"/>.
/// </remarks>
public enum Consistency
{
    /// <summary>Nothing is known: the guest changed while it was backed up.</summary>
    Unknown,

    /// <summary>As after a power cut: the guest was not frozen, or not provably until the end.</summary>
    CrashConsistent,

    /// <summary>The guest's file systems were frozen from before the snapshots to after them.</summary>
    FilesystemConsistent,

    /// <summary>There was no running guest, so nothing was being written.</summary>
    Offline,
}
