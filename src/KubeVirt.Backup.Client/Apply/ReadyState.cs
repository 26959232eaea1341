namespace KubeVirt.Backup.Client.Apply;

/// <summary>How far a restored object is on its way to what it should be.</summary>
internal enum ReadyState
{
    /// <summary>It is what it should be.</summary>
    Ready,

    /// <summary>It comes no further before a machine starts, and need not.</summary>
    WaitsForConsumer,

    /// <summary>It is on its way, or stuck.</summary>
    Pending,

    /// <summary>Time was over before it could be looked at.</summary>
    Unseen,

    /// <summary>It will not become what it should be.</summary>
    Failed,
}
