namespace KubeVirt.Backup.Restore;

/// <summary>Adds the policies about what is started after a restore. Each method is called as its class.</summary>
public static class RunStatePolicyExtensions
{
    /// <inheritdoc cref="Restore.SetRunStrategy"/>
    /// <param name="builder">The builder.</param>
    /// <param name="value">The strategy; <see langword="null"/> keeps each machine's own.</param>
    /// <exception cref="ArgumentException">There is no such strategy.</exception>
    public static RestorePolicyBuilder SetRunStrategy(this RestorePolicyBuilder builder, string? value = null) =>
        builder.AddPolicy(new SetRunStrategy(value));

    /// <inheritdoc cref="Restore.PausePools"/>
    /// <param name="builder">The builder, to whose end the policy is added.</param>
    /// <returns>The same builder.</returns>
    public static RestorePolicyBuilder PausePools(this RestorePolicyBuilder builder) =>
        builder.AddPolicy(new PausePools());

    /// <inheritdoc cref="Restore.HoldRunState"/>
    /// <param name="builder">The builder, to whose end the policy is added.</param>
    /// <returns>The same builder.</returns>
    public static RestorePolicyBuilder HoldRunState(this RestorePolicyBuilder builder) =>
        builder.AddPolicy(new HoldRunState());

    /// <inheritdoc cref="Restore.ReleaseRunState"/>
    /// <param name="builder">The builder, to whose end the policy is added.</param>
    /// <returns>The same builder.</returns>
    public static RestorePolicyBuilder ReleaseRunState(this RestorePolicyBuilder builder) =>
        builder.AddPolicy(new ReleaseRunState());
}
