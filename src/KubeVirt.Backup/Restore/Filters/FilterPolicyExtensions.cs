using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Restore;

/// <summary>The policies that leave objects out, by name.</summary>
public static class FilterPolicyExtensions
{
    /// <inheritdoc cref="Restore.SkipOwnedInstances"/>
    public static RestorePolicyBuilder SkipOwnedInstances(this RestorePolicyBuilder builder) =>
        Add(builder, new SkipOwnedInstances());

    /// <inheritdoc cref="Restore.SkipUnfinishedClaims"/>
    public static RestorePolicyBuilder SkipUnfinishedClaims(this RestorePolicyBuilder builder) =>
        Add(builder, new SkipUnfinishedClaims());

    /// <inheritdoc cref="Restore.SkipClass"/>
    public static RestorePolicyBuilder SkipClass(
        this RestorePolicyBuilder builder,
        ObjectClass objectClass,
        ObjectClasses? classes = null
    ) => Add(builder, new SkipClass(objectClass, classes));

    /// <inheritdoc cref="Restore.SkipSelected"/>
    public static RestorePolicyBuilder SkipSelected(
        this RestorePolicyBuilder builder,
        ResourceSelector selector,
        string reason,
        SkipOutcome outcome = SkipOutcome.Lost
    ) => Add(builder, new SkipSelected(selector, reason, outcome));

    private static RestorePolicyBuilder Add(RestorePolicyBuilder builder, RestorePolicy policy)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Add(policy);
    }
}
