namespace KubeVirt.Backup.Restore;

/// <summary>The policies about a guest's identity, by name.</summary>
public static class IdentityPolicyExtensions
{
    /// <inheritdoc cref="Restore.KeepLegacyUuid"/>
    public static RestorePolicyBuilder KeepLegacyUuid(this RestorePolicyBuilder builder) =>
        Add(builder, new KeepLegacyUuid());

    /// <inheritdoc cref="Restore.KeepHostname"/>
    public static RestorePolicyBuilder KeepHostname(this RestorePolicyBuilder builder) =>
        Add(builder, new KeepHostname());

    /// <inheritdoc cref="Restore.ClearMacAddresses"/>
    public static RestorePolicyBuilder ClearMacAddresses(this RestorePolicyBuilder builder) =>
        Add(builder, new ClearMacAddresses());

    /// <inheritdoc cref="Restore.MapMacAddresses(IReadOnlyDictionary{string, string}, IReadOnlyDictionary{MachineInterface, string})"/>
    public static RestorePolicyBuilder MapMacAddresses(
        this RestorePolicyBuilder builder,
        IReadOnlyDictionary<string, string>? addresses = null,
        IReadOnlyDictionary<MachineInterface, string>? interfaces = null
    ) => Add(builder, new MapMacAddresses(addresses, interfaces));

    /// <inheritdoc cref="Restore.GenerateMacAddresses(string, string)"/>
    public static RestorePolicyBuilder GenerateMacAddresses(
        this RestorePolicyBuilder builder,
        string prefix = "02",
        string seed = ""
    ) => Add(builder, new GenerateMacAddresses(prefix, seed));

    /// <inheritdoc cref="Restore.GenerateMacAddresses.AtRandom(string)"/>
    public static RestorePolicyBuilder GenerateRandomMacAddresses(
        this RestorePolicyBuilder builder,
        string prefix = "02"
    ) => Add(builder, Restore.GenerateMacAddresses.AtRandom(prefix));

    /// <inheritdoc cref="Restore.ClearFirmwareSerial"/>
    public static RestorePolicyBuilder ClearFirmwareSerial(this RestorePolicyBuilder builder) =>
        Add(builder, new ClearFirmwareSerial());

    /// <inheritdoc cref="Restore.NewFirmwareUuid"/>
    public static RestorePolicyBuilder NewFirmwareUuid(this RestorePolicyBuilder builder, string seed = "") =>
        Add(builder, new NewFirmwareUuid(seed));

    /// <inheritdoc cref="Restore.NewSerial(IdentityField, string)"/>
    public static RestorePolicyBuilder NewSerial(
        this RestorePolicyBuilder builder,
        IdentityField field,
        string seed = ""
    ) => Add(builder, new NewSerial(field, seed));

    /// <inheritdoc cref="Restore.SetIdentity(IdentityField, IReadOnlyDictionary{ResourceId, string})"/>
    public static RestorePolicyBuilder SetIdentity(
        this RestorePolicyBuilder builder,
        IdentityField field,
        IReadOnlyDictionary<ResourceId, string> values
    ) => Add(builder, new SetIdentity(field, values));

    /// <inheritdoc cref="Restore.ClearIdentity"/>
    public static RestorePolicyBuilder ClearIdentity(this RestorePolicyBuilder builder, IdentityField field) =>
        Add(builder, new ClearIdentity(field));

    /// <inheritdoc cref="Restore.WarnOfRenames"/>
    public static RestorePolicyBuilder WarnOfRenames(this RestorePolicyBuilder builder) =>
        Add(builder, new WarnOfRenames());

    private static RestorePolicyBuilder Add(RestorePolicyBuilder builder, RestorePolicy policy)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Add(policy);
    }
}
