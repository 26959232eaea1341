namespace KubeVirt.Backup.Restore;

/// <summary>The clean-up policies, by name.</summary>
public static class CleanupPolicyExtensions
{
    /// <inheritdoc cref="Restore.StripServerFields"/>
    public static RestorePolicyBuilder StripServerFields(this RestorePolicyBuilder builder) =>
        Add(builder, new StripServerFields());

    /// <inheritdoc cref="Restore.StripOwners"/>
    public static RestorePolicyBuilder StripOwners(this RestorePolicyBuilder builder) =>
        Add(builder, new StripOwners());

    /// <inheritdoc cref="Restore.StripFinalizers"/>
    public static RestorePolicyBuilder StripFinalizers(this RestorePolicyBuilder builder) =>
        Add(builder, new StripFinalizers());

    /// <inheritdoc cref="Restore.StripRuntimeMetadata"/>
    public static RestorePolicyBuilder StripRuntimeMetadata(this RestorePolicyBuilder builder) =>
        Add(builder, new StripRuntimeMetadata());

    /// <inheritdoc cref="Restore.StripVeleroMarks"/>
    public static RestorePolicyBuilder StripVeleroMarks(this RestorePolicyBuilder builder) =>
        Add(builder, new StripVeleroMarks());

    /// <inheritdoc cref="Restore.DropTransientVolumes"/>
    public static RestorePolicyBuilder DropTransientVolumes(this RestorePolicyBuilder builder) =>
        Add(builder, new DropTransientVolumes());

    private static RestorePolicyBuilder Add(RestorePolicyBuilder builder, RestorePolicy policy)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Add(policy);
    }
}
