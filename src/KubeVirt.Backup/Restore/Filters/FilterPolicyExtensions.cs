using KubeVirt.Backup.Planning;
using KubeVirt.Backup.Platforms;

namespace KubeVirt.Backup.Restore;

/// <summary>Adds the policies that skip objects as a whole. Each method is called as its class.</summary>
public static class FilterPolicyExtensions
{
    /// <inheritdoc cref="Restore.SkipOwnedInstances"/>
    /// <param name="builder">The builder, to whose end the policy is added.</param>
    /// <returns>The same builder.</returns>
    public static RestorePolicyBuilder SkipOwnedInstances(this RestorePolicyBuilder builder) =>
        builder.AddPolicy(new SkipOwnedInstances());

    /// <inheritdoc cref="Restore.SkipUnfinishedClaims"/>
    /// <param name="builder">The builder, to whose end the policy is added.</param>
    /// <returns>The same builder.</returns>
    public static RestorePolicyBuilder SkipUnfinishedClaims(this RestorePolicyBuilder builder) =>
        builder.AddPolicy(new SkipUnfinishedClaims());

    /// <inheritdoc cref="Restore.SkipClass"/>
    /// <returns>The same builder.</returns>
    public static RestorePolicyBuilder SkipClass(this RestorePolicyBuilder builder, ObjectClass objectClass) =>
        builder.AddPolicy(new SkipClass(objectClass));

    /// <inheritdoc cref="Restore.SkipSelected"/>
    /// <returns>The same builder.</returns>
    public static RestorePolicyBuilder SkipSelected(
        this RestorePolicyBuilder builder,
        ResourceSelector selector,
        string reason,
        SkipOutcome outcome = SkipOutcome.Lost
    ) => builder.AddPolicy(new SkipSelected(selector, reason, outcome));
}
