namespace KubeVirt.Backup.Restore;

/// <summary>The policies about networks, by name.</summary>
public static class NetworkPolicyExtensions
{
    /// <inheritdoc cref="MovePodNetworks"/>
    /// <param name="builder">The builder.</param>
    /// <param name="networks">The NetworkAttachmentDefinitions to move off.</param>
    public static RestorePolicyBuilder MoveToPodNetwork(this RestorePolicyBuilder builder, params IEnumerable<ResourceId> networks)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Add(new MovePodNetworks(networks));
    }
}
