namespace KubeVirt.Backup.Restore;

/// <summary>The policies about instancetypes and preferences, by name.</summary>
public static class InstancetypePolicyExtensions
{
    /// <inheritdoc cref="Restore.PinRevisions"/>
    public static RestorePolicyBuilder PinRevisions(this RestorePolicyBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Add(new PinRevisions());
    }

    /// <inheritdoc cref="Restore.ConvertRevisions"/>
    public static RestorePolicyBuilder ConvertRevisions(this RestorePolicyBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Add(new ConvertRevisions());
    }

    /// <inheritdoc cref="Restore.SkipRevisionsOfTarget"/>
    public static RestorePolicyBuilder SkipRevisionsOfTarget(
        this RestorePolicyBuilder builder,
        IEnumerable<Resource> target
    )
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Add(new SkipRevisionsOfTarget(target));
    }
}
