namespace KubeVirt.Backup.Restore;

/// <summary>How the methods that are called as policies add these to a builder.</summary>
internal static class PolicyAddition
{
    /// <summary>Adds a policy at the end.</summary>
    /// <param name="builder">The builder of a user, who may have none.</param>
    /// <param name="policy">The policy.</param>
    /// <returns>The same builder.</returns>
    public static RestorePolicyBuilder AddPolicy(this RestorePolicyBuilder builder, RestorePolicy policy)
    {
        ArgumentNullException.ThrowIfNull(builder);

        return builder.Add(policy);
    }
}
