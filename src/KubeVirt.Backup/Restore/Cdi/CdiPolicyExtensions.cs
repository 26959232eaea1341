namespace KubeVirt.Backup.Restore;

/// <summary>
/// Adds the policies that keep CDI from populating restored volumes again, or let it. Each method is called as its
/// class.
/// </summary>
public static class CdiPolicyExtensions
{
    /// <inheritdoc cref="Restore.PrePopulateDataVolumes"/>
    /// <param name="builder">The builder, to whose end the policy is added.</param>
    /// <returns>The same builder.</returns>
    public static RestorePolicyBuilder PrePopulateDataVolumes(this RestorePolicyBuilder builder) =>
        builder.AddPolicy(new PrePopulateDataVolumes());

    /// <inheritdoc cref="Restore.MarkClaimsPopulated"/>
    /// <param name="builder">The builder, to whose end the policy is added.</param>
    /// <returns>The same builder.</returns>
    public static RestorePolicyBuilder MarkClaimsPopulated(this RestorePolicyBuilder builder) =>
        builder.AddPolicy(new MarkClaimsPopulated());

    /// <inheritdoc cref="Restore.UnbindClaims"/>
    /// <param name="builder">The builder, to whose end the policy is added.</param>
    /// <returns>The same builder.</returns>
    public static RestorePolicyBuilder UnbindClaims(this RestorePolicyBuilder builder) =>
        builder.AddPolicy(new UnbindClaims());

    /// <inheritdoc cref="Restore.ConvertDataVolumes"/>
    /// <param name="builder">The builder, to whose end the policy is added.</param>
    /// <returns>The same builder.</returns>
    public static RestorePolicyBuilder ConvertDataVolumes(this RestorePolicyBuilder builder) =>
        builder.AddPolicy(new ConvertDataVolumes());

    /// <inheritdoc cref="Restore.ReimportDataVolumes"/>
    /// <param name="builder">The builder, to whose end the policy is added.</param>
    /// <returns>The same builder.</returns>
    public static RestorePolicyBuilder ReimportDataVolumes(this RestorePolicyBuilder builder) =>
        builder.AddPolicy(new ReimportDataVolumes());
}
