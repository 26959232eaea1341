namespace KubeVirt.Backup.Restore;

/// <summary>Adds the policies about instancetypes and preferences. Each method is called as its class.</summary>
public static class InstancetypePolicyExtensions
{
    /// <inheritdoc cref="Restore.PinRevisions"/>
    /// <param name="builder">The builder, to whose end the policy is added.</param>
    /// <returns>The same builder.</returns>
    public static RestorePolicyBuilder PinRevisions(this RestorePolicyBuilder builder) =>
        builder.AddPolicy(new PinRevisions());

    /// <inheritdoc cref="Restore.ConvertRevisions"/>
    /// <param name="builder">The builder, to whose end the policy is added.</param>
    /// <returns>The same builder.</returns>
    public static RestorePolicyBuilder ConvertRevisions(this RestorePolicyBuilder builder) =>
        builder.AddPolicy(new ConvertRevisions());

    /// <inheritdoc cref="Restore.SkipRevisionsOfTarget"/>
    /// <returns>The same builder.</returns>
    public static RestorePolicyBuilder SkipRevisionsOfTarget(
        this RestorePolicyBuilder builder,
        IEnumerable<Resource> target
    ) => builder.AddPolicy(new SkipRevisionsOfTarget(target));
}
