namespace KubeVirt.Backup.Client.Freeze;

/// <summary>What to do with a guest that cannot be frozen, cannot be looked at, or did not freeze.</summary>
public enum GuestAction
{
    /// <summary>Go on without freezing it; its verdict says so.</summary>
    Skip,

    /// <summary>Wait a while for it to become ready, then go on without.</summary>
    Wait,

    /// <summary>Freeze none, and thaw those that are frozen.</summary>
    Fail,
}
