namespace KubeVirt.Backup.Restore;

/// <summary>What distinguishes guests, besides their MAC addresses.</summary>
public enum IdentityField
{
    /// <summary><c>domain.firmware.uuid</c>: the SMBIOS UUID.</summary>
    FirmwareUuid,

    /// <summary><c>domain.firmware.serial</c>: the SMBIOS serial of the system.</summary>
    FirmwareSerial,

    /// <summary><c>domain.chassis.serial</c>: the SMBIOS serial of the chassis.</summary>
    ChassisSerial,

    /// <summary><c>hostname</c>.</summary>
    Hostname,
}
