using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Restore;

/// <summary>Patches by selector.</summary>
public static class PatchPolicyExtensions
{
    /// <inheritdoc cref="Restore.PatchJson(ResourceSelector, string, string)"/>
    public static RestorePolicyBuilder PatchJson(
        this RestorePolicyBuilder builder,
        ResourceSelector selector,
        string patch,
        string name = "json-patch"
    ) => Add(builder, new PatchJson(selector, patch, name));

    /// <inheritdoc cref="Restore.PatchMerge(ResourceSelector, string, string)"/>
    public static RestorePolicyBuilder PatchMerge(
        this RestorePolicyBuilder builder,
        ResourceSelector selector,
        string patch,
        string name = "merge-patch"
    ) => Add(builder, new PatchMerge(selector, patch, name));

    private static RestorePolicyBuilder Add(RestorePolicyBuilder builder, RestorePolicy policy)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Add(policy);
    }
}
