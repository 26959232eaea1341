namespace KubeVirt.Backup.Restore;

/// <summary>The policies about volumes, by name.</summary>
public static class CdiPolicyExtensions
{
    /// <inheritdoc cref="Restore.PrePopulateDataVolumes"/>
    public static RestorePolicyBuilder PrePopulateDataVolumes(this RestorePolicyBuilder builder) =>
        Add(builder, new PrePopulateDataVolumes());

    /// <inheritdoc cref="Restore.MarkClaimsPopulated"/>
    public static RestorePolicyBuilder MarkClaimsPopulated(this RestorePolicyBuilder builder) =>
        Add(builder, new MarkClaimsPopulated());

    /// <inheritdoc cref="Restore.UnbindClaims"/>
    public static RestorePolicyBuilder UnbindClaims(this RestorePolicyBuilder builder) =>
        Add(builder, new UnbindClaims());

    /// <inheritdoc cref="Restore.ConvertDataVolumes"/>
    public static RestorePolicyBuilder ConvertDataVolumes(this RestorePolicyBuilder builder) =>
        Add(builder, new ConvertDataVolumes());

    /// <inheritdoc cref="Restore.ReimportDataVolumes"/>
    public static RestorePolicyBuilder ReimportDataVolumes(this RestorePolicyBuilder builder) =>
        Add(builder, new ReimportDataVolumes());

    private static RestorePolicyBuilder Add(RestorePolicyBuilder builder, RestorePolicy policy)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Add(policy);
    }
}
