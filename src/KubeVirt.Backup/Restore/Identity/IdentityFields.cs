namespace KubeVirt.Backup.Restore;

/// <summary>Where the fields of a guest's identity stand, and what may stand there.</summary>
/// <remarks>
/// Source: KubeVirt api/core/v1 schema.go; vmi-create-admitter.go for the host name; libvirt's domain format for the
/// UUID.
/// </remarks>
internal static class IdentityFields
{
    /// <summary>The JSON pointer of a field, below the guest's spec.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such field.</exception>
    public static string Path(IdentityField field) =>
        field switch
        {
            IdentityField.FirmwareUuid => "/domain/firmware/uuid",
            IdentityField.FirmwareSerial => "/domain/firmware/serial",
            IdentityField.ChassisSerial => "/domain/chassis/serial",
            IdentityField.Hostname => "/hostname",
            _ => throw new ArgumentOutOfRangeException(nameof(field), field, "There is no such field."),
        };

    /// <summary>What the field is called in the names of policies.</summary>
    public static string Word(IdentityField field) =>
        field switch
        {
            IdentityField.FirmwareUuid => "firmware-uuid",
            IdentityField.FirmwareSerial => "system-serial",
            IdentityField.ChassisSerial => "chassis-serial",
            _ => "hostname",
        };

    /// <summary>Why a value cannot stand there; <see langword="null"/> where it can.</summary>
    public static string? Fault(IdentityField field, string value) =>
        field switch
        {
            IdentityField.FirmwareUuid => Guid.TryParseExact(value, "D", out _)
                ? null
                : "a UUID looks like 8d5b0f0a-3c1e-5e2b-9a44-2f1f6f0c9d11",
            IdentityField.Hostname => DnsNames.IsLabel(value)
                ? null
                : "a host name is one DNS label: up to 63 lower-case letters, digits and hyphens",
            _ => value.Trim().Length > 0 && value.All(c => c is >= ' ' and <= '~')
                ? null
                : "a serial is printable ASCII",
        };

    /// <summary>
    /// Whether two guests must not have the same value. Host names may be the same in different namespaces.
    /// </summary>
    public static bool IsUnique(IdentityField field) => field != IdentityField.Hostname;
}
