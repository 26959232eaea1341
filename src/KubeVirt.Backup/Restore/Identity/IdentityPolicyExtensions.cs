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
        Add(builder, new KeepLegacyUuid());

    /// <inheritdoc cref="Restore.KeepHostname"/>
    /// <param name="builder">The builder, to whose end the policy is added.</param>
    /// <returns>The same builder.</returns>
    public static RestorePolicyBuilder KeepHostname(this RestorePolicyBuilder builder) =>
        Add(builder, new KeepHostname());

    /// <inheritdoc cref="Restore.ClearMacAddresses"/>
    /// <param name="builder">The builder, to whose end the policy is added.</param>
    /// <returns>The same builder.</returns>
    public static RestorePolicyBuilder ClearMacAddresses(this RestorePolicyBuilder builder) =>
        Add(builder, new ClearMacAddresses());

    /// <inheritdoc cref="Restore.MapMacAddresses(IReadOnlyDictionary{string, string}, IReadOnlyDictionary{MachineInterface, string})"/>
    /// <returns>The same builder.</returns>
    public static RestorePolicyBuilder MapMacAddresses(
        this RestorePolicyBuilder builder,
        IReadOnlyDictionary<string, string>? addresses = null,
        IReadOnlyDictionary<MachineInterface, string>? interfaces = null
    ) => Add(builder, new MapMacAddresses(addresses, interfaces));

    /// <inheritdoc cref="Restore.GenerateMacAddresses(string, string)"/>
    /// <returns>The same builder.</returns>
    public static RestorePolicyBuilder GenerateMacAddresses(
        this RestorePolicyBuilder builder,
        string prefix = "02",
        string seed = ""
    ) => Add(builder, new GenerateMacAddresses(prefix, seed));

    /// <inheritdoc cref="Restore.ClearFirmwareSerial"/>
    /// <param name="builder">The builder, to whose end the policy is added.</param>
    /// <returns>The same builder.</returns>
    public static RestorePolicyBuilder ClearFirmwareSerial(this RestorePolicyBuilder builder) =>
        Add(builder, new ClearFirmwareSerial());

    /// <inheritdoc cref="Restore.NewFirmwareUuid"/>
    /// <returns>The same builder.</returns>
    public static RestorePolicyBuilder NewFirmwareUuid(this RestorePolicyBuilder builder, string seed = "") =>
        Add(builder, new NewFirmwareUuid(seed));

    /// <inheritdoc cref="Restore.NewSerial(IdentityField, string)"/>
    /// <returns>The same builder.</returns>
    public static RestorePolicyBuilder NewSerial(
        this RestorePolicyBuilder builder,
        IdentityField field,
        string seed = ""
    ) => Add(builder, new NewSerial(field, seed));

    /// <inheritdoc cref="Restore.SetIdentity(IdentityField, IReadOnlyDictionary{ResourceId, string})"/>
    /// <returns>The same builder.</returns>
    public static RestorePolicyBuilder SetIdentity(
        this RestorePolicyBuilder builder,
        IdentityField field,
        IReadOnlyDictionary<ResourceId, string> values
    ) => Add(builder, new SetIdentity(field, values));

    /// <inheritdoc cref="Restore.ClearIdentity"/>
    /// <returns>The same builder.</returns>
    public static RestorePolicyBuilder ClearIdentity(this RestorePolicyBuilder builder, IdentityField field) =>
        Add(builder, new ClearIdentity(field));

    /// <inheritdoc cref="Restore.WarnOfRenames"/>
    /// <param name="builder">The builder, to whose end the policy is added.</param>
    /// <returns>The same builder.</returns>
    public static RestorePolicyBuilder WarnOfRenames(this RestorePolicyBuilder builder) =>
        Add(builder, new WarnOfRenames());

    /// <inheritdoc cref="Restore.WarnOfAddresses"/>
    /// <param name="builder">The builder, to whose end the policy is added.</param>
    /// <returns>The same builder.</returns>
    public static RestorePolicyBuilder WarnOfAddresses(this RestorePolicyBuilder builder) =>
        Add(builder, new WarnOfAddresses());

    private static RestorePolicyBuilder Add(RestorePolicyBuilder builder, RestorePolicy policy)
    {
        ArgumentNullException.ThrowIfNull(builder);

        return builder.Add(policy);
    }
}
