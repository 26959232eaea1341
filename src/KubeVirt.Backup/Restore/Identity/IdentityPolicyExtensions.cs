namespace KubeVirt.Backup.Restore;

/// <summary>
/// Adds the policies about what a guest is known by: MAC addresses, UUID, serials, host name. Each method is called as
/// its class.
/// </summary>
public static class IdentityPolicyExtensions
{
    /// <inheritdoc cref="Restore.KeepLegacyUuid"/>
    /// <param name="builder">The builder, to whose end the policy is added.</param>
    /// <returns>The same builder.</returns>
    public static RestorePolicyBuilder KeepLegacyUuid(this RestorePolicyBuilder builder) =>
        builder.AddPolicy(new KeepLegacyUuid());

    /// <inheritdoc cref="Restore.KeepHostname"/>
    /// <param name="builder">The builder, to whose end the policy is added.</param>
    /// <returns>The same builder.</returns>
    public static RestorePolicyBuilder KeepHostname(this RestorePolicyBuilder builder) =>
        builder.AddPolicy(new KeepHostname());

    /// <inheritdoc cref="Restore.ClearMacAddresses"/>
    /// <param name="builder">The builder, to whose end the policy is added.</param>
    /// <returns>The same builder.</returns>
    public static RestorePolicyBuilder ClearMacAddresses(this RestorePolicyBuilder builder) =>
        builder.AddPolicy(new ClearMacAddresses());

    /// <inheritdoc cref="Restore.MapMacAddresses(IReadOnlyDictionary{string, string}, IReadOnlyDictionary{MachineInterface, string})"/>
    /// <returns>The same builder.</returns>
    public static RestorePolicyBuilder MapMacAddresses(
        this RestorePolicyBuilder builder,
        IReadOnlyDictionary<string, string>? addresses = null,
        IReadOnlyDictionary<MachineInterface, string>? interfaces = null
    ) => builder.AddPolicy(new MapMacAddresses(addresses, interfaces));

    /// <inheritdoc cref="Restore.GenerateMacAddresses(string, string)"/>
    /// <returns>The same builder.</returns>
    public static RestorePolicyBuilder GenerateMacAddresses(
        this RestorePolicyBuilder builder,
        string prefix = "02",
        string seed = ""
    ) => builder.AddPolicy(new GenerateMacAddresses(prefix, seed));

    /// <inheritdoc cref="Restore.ClearFirmwareSerial"/>
    /// <param name="builder">The builder, to whose end the policy is added.</param>
    /// <returns>The same builder.</returns>
    public static RestorePolicyBuilder ClearFirmwareSerial(this RestorePolicyBuilder builder) =>
        builder.AddPolicy(new ClearFirmwareSerial());

    /// <inheritdoc cref="Restore.NewFirmwareUuid"/>
    /// <returns>The same builder.</returns>
    public static RestorePolicyBuilder NewFirmwareUuid(this RestorePolicyBuilder builder, string seed = "") =>
        builder.AddPolicy(new NewFirmwareUuid(seed));

    /// <inheritdoc cref="Restore.NewSerial(IdentityField, string)"/>
    /// <returns>The same builder.</returns>
    public static RestorePolicyBuilder NewSerial(
        this RestorePolicyBuilder builder,
        IdentityField field,
        string seed = ""
    ) => builder.AddPolicy(new NewSerial(field, seed));

    /// <inheritdoc cref="Restore.SetIdentity(IdentityField, IReadOnlyDictionary{ResourceId, string})"/>
    /// <returns>The same builder.</returns>
    public static RestorePolicyBuilder SetIdentity(
        this RestorePolicyBuilder builder,
        IdentityField field,
        IReadOnlyDictionary<ResourceId, string> values
    ) => builder.AddPolicy(new SetIdentity(field, values));

    /// <inheritdoc cref="Restore.ClearIdentity"/>
    /// <returns>The same builder.</returns>
    public static RestorePolicyBuilder ClearIdentity(this RestorePolicyBuilder builder, IdentityField field) =>
        builder.AddPolicy(new ClearIdentity(field));

    /// <inheritdoc cref="Restore.WarnOfRenames"/>
    /// <param name="builder">The builder, to whose end the policy is added.</param>
    /// <returns>The same builder.</returns>
    public static RestorePolicyBuilder WarnOfRenames(this RestorePolicyBuilder builder) =>
        builder.AddPolicy(new WarnOfRenames());

    /// <inheritdoc cref="Restore.WarnOfAddresses"/>
    /// <param name="builder">The builder, to whose end the policy is added.</param>
    /// <returns>The same builder.</returns>
    public static RestorePolicyBuilder WarnOfAddresses(this RestorePolicyBuilder builder) =>
        builder.AddPolicy(new WarnOfAddresses());
}
