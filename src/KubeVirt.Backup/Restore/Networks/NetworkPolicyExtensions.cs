namespace KubeVirt.Backup.Restore;

/// <summary>The policies about networks, by name.</summary>
public static class NetworkPolicyExtensions
{
    /// <inheritdoc cref="MovePodNetworks"/>
    /// <param name="builder">The builder.</param>
    /// <param name="networks">The NetworkAttachmentDefinitions to move off.</param>
    public static RestorePolicyBuilder MoveToPodNetwork(
        this RestorePolicyBuilder builder,
        params IEnumerable<ResourceId> networks
    ) => Add(builder, new MovePodNetworks(networks));

    /// <inheritdoc cref="Restore.MoveOffPodNetwork(ResourceId, IEnumerable{string}, string)"/>
    public static RestorePolicyBuilder MoveOffPodNetwork(
        this RestorePolicyBuilder builder,
        ResourceId network,
        IEnumerable<string>? interfaces = null,
        string binding = "bridge"
    ) => Add(builder, new MoveOffPodNetwork(network, interfaces, binding));

    /// <inheritdoc cref="Restore.DropNetworks"/>
    public static RestorePolicyBuilder DropNetworks(
        this RestorePolicyBuilder builder,
        IEnumerable<ResourceId> networks,
        bool pod = false
    ) => Add(builder, new DropNetworks(networks, pod));

    /// <inheritdoc cref="Restore.RefuseHalfMappedNetworks"/>
    public static RestorePolicyBuilder RefuseHalfMappedNetworks(this RestorePolicyBuilder builder) =>
        Add(builder, new RefuseHalfMappedNetworks());

    /// <inheritdoc cref="Restore.ClearStaticAddresses"/>
    public static RestorePolicyBuilder ClearStaticAddresses(this RestorePolicyBuilder builder) =>
        Add(builder, new ClearStaticAddresses());

    /// <inheritdoc cref="Restore.MapStaticAddresses(IReadOnlyDictionary{string, string})"/>
    public static RestorePolicyBuilder MapStaticAddresses(
        this RestorePolicyBuilder builder,
        IReadOnlyDictionary<string, string> addresses
    ) => Add(builder, new MapStaticAddresses(addresses));

    private static RestorePolicyBuilder Add(RestorePolicyBuilder builder, RestorePolicy policy)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Add(policy);
    }
}
