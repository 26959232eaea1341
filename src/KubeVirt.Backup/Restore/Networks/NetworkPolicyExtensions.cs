namespace KubeVirt.Backup.Restore;

/// <summary>
/// Adds the policies about networks and fixed addresses of guests. Each method is called as its class. One multus
/// network in place of another is a matter of a <see cref="NameMap"/>.
/// </summary>
public static class NetworkPolicyExtensions
{
    /// <inheritdoc cref="Restore.MoveToPodNetwork" path="/summary|/remarks"/>
    /// <param name="builder">The builder.</param>
    /// <param name="networks">The NetworkAttachmentDefinitions to move off.</param>
    /// <returns>The same builder.</returns>
    public static RestorePolicyBuilder MoveToPodNetwork(
        this RestorePolicyBuilder builder,
        params IEnumerable<ResourceId> networks
    ) => builder.AddPolicy(new MoveToPodNetwork(networks));

    /// <inheritdoc cref="Restore.MoveOffPodNetwork(ResourceId, IEnumerable{string}, string)"/>
    /// <returns>The same builder.</returns>
    public static RestorePolicyBuilder MoveOffPodNetwork(
        this RestorePolicyBuilder builder,
        ResourceId network,
        IEnumerable<string>? interfaces = null,
        string binding = "bridge"
    ) => builder.AddPolicy(new MoveOffPodNetwork(network, interfaces, binding));

    /// <inheritdoc cref="Restore.DropNetworks"/>
    /// <returns>The same builder.</returns>
    public static RestorePolicyBuilder DropNetworks(
        this RestorePolicyBuilder builder,
        IEnumerable<ResourceId> networks,
        bool pod = false
    ) => builder.AddPolicy(new DropNetworks(networks, pod));

    /// <inheritdoc cref="Restore.RefuseHalfMappedNetworks"/>
    /// <param name="builder">The builder, to whose end the policy is added.</param>
    /// <returns>The same builder.</returns>
    public static RestorePolicyBuilder RefuseHalfMappedNetworks(this RestorePolicyBuilder builder) =>
        builder.AddPolicy(new RefuseHalfMappedNetworks());

    /// <inheritdoc cref="Restore.ClearStaticAddresses"/>
    /// <param name="builder">The builder, to whose end the policy is added.</param>
    /// <returns>The same builder.</returns>
    public static RestorePolicyBuilder ClearStaticAddresses(this RestorePolicyBuilder builder) =>
        builder.AddPolicy(new ClearStaticAddresses());

    /// <inheritdoc cref="Restore.MapStaticAddresses(IReadOnlyDictionary{string, string})"/>
    /// <returns>The same builder.</returns>
    public static RestorePolicyBuilder MapStaticAddresses(
        this RestorePolicyBuilder builder,
        IReadOnlyDictionary<string, string> addresses
    ) => builder.AddPolicy(new MapStaticAddresses(addresses));
}
