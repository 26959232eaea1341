using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// Adds patches of objects that a selector takes. Each method is called as its class. In code a lambda does the same,
/// see <see cref="RestorePolicyBuilder.Add(string, Action{RestoreContext})"/>; patches are for settings that users
/// write.
/// </summary>
public static class PatchPolicyExtensions
{
    /// <inheritdoc cref="Restore.PatchJson(ResourceSelector, string, string)"/>
    /// <returns>The same builder.</returns>
    public static RestorePolicyBuilder PatchJson(
        this RestorePolicyBuilder builder,
        ResourceSelector selector,
        string patch,
        string name = "patch-json"
    ) => builder.AddPolicy(new PatchJson(selector, patch, name));

    /// <inheritdoc cref="Restore.PatchMerge(ResourceSelector, string, string)"/>
    /// <returns>The same builder.</returns>
    public static RestorePolicyBuilder PatchMerge(
        this RestorePolicyBuilder builder,
        ResourceSelector selector,
        string patch,
        string name = "patch-merge"
    ) => builder.AddPolicy(new PatchMerge(selector, patch, name));
}
