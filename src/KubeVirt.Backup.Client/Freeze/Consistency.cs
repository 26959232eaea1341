namespace KubeVirt.Backup.Client.Freeze;

/// <summary>What a snapshot that was taken during a session is worth.</summary>
public enum Consistency
{
    /// <summary>Nothing is known: the guest changed under the session.</summary>
    Unknown,

    /// <summary>As after a power cut: the guest was not frozen, or not provably until the end.</summary>
    CrashConsistent,

    /// <summary>The guest's file systems were frozen from before the session's work to after it.</summary>
    FilesystemConsistent,

    /// <summary>There was no running guest, so nothing was being written.</summary>
    Offline,
}
