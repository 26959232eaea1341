namespace KubeVirt.Backup.Client.Apply;

/// <summary>How far a restored object is on its way to what it should be.</summary>
internal enum ReadyState
{
    /// <summary>It is on its way, or stuck.</summary>
    Pending,

    /// <summary>It is what it should be.</summary>
    Ready,

    /// <summary>It comes no further before a machine starts, and need not.</summary>
    WaitsForConsumer,

    /// <summary>It has not been read yet, or the server failed for now.</summary>
    NotRead,

    /// <summary>The server refuses to give it out, so that reading again is of no use.</summary>
    Refused,

    /// <summary>It will not become what it should be.</summary>
    Failed,
}
