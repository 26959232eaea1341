namespace KubeVirt.Backup.Restore;

/// <summary>
/// Adds the policies that remove what an API server refuses, or what controllers wrote. Each method is called as its
/// class.
/// </summary>
public static class CleanupPolicyExtensions
{
    /// <inheritdoc cref="Restore.StripServerFields"/>
    /// <param name="builder">The builder, to whose end the policy is added.</param>
    /// <returns>The same builder.</returns>
    public static RestorePolicyBuilder StripServerFields(this RestorePolicyBuilder builder) =>
        builder.AddPolicy(new StripServerFields());

    /// <inheritdoc cref="Restore.StripOwners"/>
    /// <param name="builder">The builder, to whose end the policy is added.</param>
    /// <returns>The same builder.</returns>
    public static RestorePolicyBuilder StripOwners(this RestorePolicyBuilder builder) =>
        builder.AddPolicy(new StripOwners());

    /// <inheritdoc cref="Restore.StripFinalizers"/>
    /// <param name="builder">The builder, to whose end the policy is added.</param>
    /// <returns>The same builder.</returns>
    public static RestorePolicyBuilder StripFinalizers(this RestorePolicyBuilder builder) =>
        builder.AddPolicy(new StripFinalizers());

    /// <inheritdoc cref="Restore.StripRuntimeMetadata"/>
    /// <param name="builder">The builder, to whose end the policy is added.</param>
    /// <returns>The same builder.</returns>
    public static RestorePolicyBuilder StripRuntimeMetadata(this RestorePolicyBuilder builder) =>
        builder.AddPolicy(new StripRuntimeMetadata());

    /// <inheritdoc cref="Restore.DropAssignedFields"/>
    /// <param name="builder">The builder, to whose end the policy is added.</param>
    /// <returns>The same builder.</returns>
    public static RestorePolicyBuilder DropAssignedFields(this RestorePolicyBuilder builder) =>
        builder.AddPolicy(new DropAssignedFields());

    /// <inheritdoc cref="Restore.ConvertVersions"/>
    /// <param name="builder">The builder, to whose end the policy is added.</param>
    /// <returns>The same builder.</returns>
    public static RestorePolicyBuilder ConvertVersions(this RestorePolicyBuilder builder) =>
        builder.AddPolicy(new ConvertVersions());

    /// <inheritdoc cref="Restore.StripVeleroMarks"/>
    /// <param name="builder">The builder, to whose end the policy is added.</param>
    /// <returns>The same builder.</returns>
    public static RestorePolicyBuilder StripVeleroMarks(this RestorePolicyBuilder builder) =>
        builder.AddPolicy(new StripVeleroMarks());

    /// <inheritdoc cref="Restore.DropTransientVolumes"/>
    /// <param name="builder">The builder, to whose end the policy is added.</param>
    /// <returns>The same builder.</returns>
    public static RestorePolicyBuilder DropTransientVolumes(this RestorePolicyBuilder builder) =>
        builder.AddPolicy(new DropTransientVolumes());
}
