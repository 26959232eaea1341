namespace KubeVirt.Backup.Restore;

/// <summary>The policies about a guest's identity, by name.</summary>
public static class IdentityPolicyExtensions
{
    /// <inheritdoc cref="Restore.KeepLegacyUuid"/>
    public static RestorePolicyBuilder KeepLegacyUuid(this RestorePolicyBuilder builder) => Add(builder, new KeepLegacyUuid());

    /// <inheritdoc cref="Restore.ClearMacAddresses"/>
    public static RestorePolicyBuilder ClearMacAddresses(this RestorePolicyBuilder builder) => Add(builder, new ClearMacAddresses());

    /// <inheritdoc cref="Restore.ClearFirmwareSerial"/>
    public static RestorePolicyBuilder ClearFirmwareSerial(this RestorePolicyBuilder builder) => Add(builder, new ClearFirmwareSerial());

    /// <inheritdoc cref="Restore.NewFirmwareUuid"/>
    public static RestorePolicyBuilder NewFirmwareUuid(this RestorePolicyBuilder builder, string seed = "") => Add(builder, new NewFirmwareUuid(seed));

    /// <inheritdoc cref="Restore.WarnOfRenames"/>
    public static RestorePolicyBuilder WarnOfRenames(this RestorePolicyBuilder builder) => Add(builder, new WarnOfRenames());

    private static RestorePolicyBuilder Add(RestorePolicyBuilder builder, RestorePolicy policy)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Add(policy);
    }
}
