namespace KubeVirt.Backup.Restore;

/// <summary>The policies that leave objects out, by name.</summary>
public static class FilterPolicyExtensions
{
    /// <inheritdoc cref="Restore.SkipOwnedInstances"/>
    public static RestorePolicyBuilder SkipOwnedInstances(this RestorePolicyBuilder builder) => Add(builder, new SkipOwnedInstances());

    /// <inheritdoc cref="Restore.SkipPods"/>
    public static RestorePolicyBuilder SkipPods(this RestorePolicyBuilder builder) => Add(builder, new SkipPods());

    /// <inheritdoc cref="Restore.SkipUnfinishedClaims"/>
    public static RestorePolicyBuilder SkipUnfinishedClaims(this RestorePolicyBuilder builder) => Add(builder, new SkipUnfinishedClaims());

    /// <inheritdoc cref="Restore.SkipTemporaries"/>
    public static RestorePolicyBuilder SkipTemporaries(this RestorePolicyBuilder builder) => Add(builder, new SkipTemporaries());

    /// <inheritdoc cref="Restore.SkipNamespaceDefaults"/>
    public static RestorePolicyBuilder SkipNamespaceDefaults(this RestorePolicyBuilder builder) => Add(builder, new SkipNamespaceDefaults());

    /// <inheritdoc cref="Restore.SkipStartRevisions"/>
    public static RestorePolicyBuilder SkipStartRevisions(this RestorePolicyBuilder builder) => Add(builder, new SkipStartRevisions());

    /// <inheritdoc cref="SkipKinds.Actions"/>
    public static RestorePolicyBuilder SkipActions(this RestorePolicyBuilder builder) => Add(builder, SkipKinds.Actions);

    /// <inheritdoc cref="SkipKinds.Environment"/>
    public static RestorePolicyBuilder SkipEnvironment(this RestorePolicyBuilder builder) => Add(builder, SkipKinds.Environment);

    /// <inheritdoc cref="SkipKinds.Traces"/>
    public static RestorePolicyBuilder SkipTraces(this RestorePolicyBuilder builder) => Add(builder, SkipKinds.Traces);

    private static RestorePolicyBuilder Add(RestorePolicyBuilder builder, RestorePolicy policy)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Add(policy);
    }
}
