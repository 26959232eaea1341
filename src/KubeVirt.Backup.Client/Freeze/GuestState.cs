namespace KubeVirt.Backup.Client.Freeze;

/// <summary>Whether a guest can be frozen, and if not, why.</summary>
public enum GuestState
{
    /// <summary>Its status could not be read.</summary>
    Unknown,

    /// <summary>It runs, has an agent and is not frozen.</summary>
    Ready,

    /// <summary>There is none, or it has ended: nothing is written.</summary>
    Stopped,

    /// <summary>It has not started yet.</summary>
    Booting,

    /// <summary>It is being deleted, which stops it.</summary>
    Terminating,

    /// <summary>It is paused; its agent cannot answer.</summary>
    Paused,

    /// <summary>It is being migrated; KubeVirt refuses to freeze it then.</summary>
    Migrating,

    /// <summary>No guest agent is connected, as when none is installed or just after boot.</summary>
    NoAgent,

    /// <summary>Somebody else has frozen it, who may thaw it at any time.</summary>
    FrozenElsewhere,

    /// <summary>
    /// It could be frozen, and the freeze failed. There is nothing to wait for: <see cref="GuestAction.Wait"/> is
    /// <see cref="GuestAction.Skip"/> then.
    /// </summary>
    FreezeFailed,
}
