namespace KubeVirt.Backup.Rehearsal;

/// <summary>
/// How soon a controller acts after a change. Of two that race the quicker one comes first; this is what decides
/// whether a DataVolume adopts a claim before it is collected.
/// </summary>
internal enum Pace
{
    /// <summary>Within milliseconds: the controllers of CDI and KubeVirt.</summary>
    AtOnce,

    /// <summary>Some tenths of a second: the garbage collector.</summary>
    Soon,

    /// <summary>A second or more: binding of claims, and provisioning.</summary>
    Later,
}
