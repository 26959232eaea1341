namespace KubeVirt.Backup.Client.Apply;

/// <summary>What to do where the target has an object of the same name already.</summary>
public enum ExistingObject
{
    /// <summary>
    /// It stays as it is, and the restore goes on, with a finding where it differs from what would be restored. What
    /// needs a volume that is kept is not created, since the volume may hold anything: unless this very restore created
    /// the volume in an earlier run, which only its <see cref="ApplyJournal"/> tells.
    /// </summary>
    Keep,

    /// <summary>
    /// It stays as it is, and takes the place of the restored one: owners are put back on it too, and machines get it
    /// as their disk.
    /// </summary>
    Adopt,

    /// <summary>It is an error, and nothing that comes after its set is written.</summary>
    Fail,

    /// <summary>
    /// It gets the restored fields by server-side apply; fields that another manager owns are a conflict and an error.
    /// </summary>
    Update,
}
