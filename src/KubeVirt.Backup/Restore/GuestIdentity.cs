namespace KubeVirt.Backup.Restore;

/// <summary>Whether what a restore brings back is the machine itself or another one like it.</summary>
/// <remarks>
/// Two guests with one MAC address on one network lose it both, and software licences and cloud-init go by UUID and
/// serial: decide by whether the original can still run.
/// </remarks>
public enum GuestIdentity
{
    /// <summary>
    /// The machine itself: MAC addresses, UUIDs and serials stay, so that it must not run beside its original.
    /// </summary>
    Preserve,

    /// <summary>A copy: MAC addresses, UUIDs and serials are its own.</summary>
    Unique,
}
