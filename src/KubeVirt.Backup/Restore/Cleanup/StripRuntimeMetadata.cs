using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// Removes labels and annotations that controllers write to note what they did: bindings, imports, clones,
/// observations, stale UIDs.
/// </summary>
/// <remarks>The keys stand in <see cref="RuntimeKeys"/>. What a user or a product wrote stays.</remarks>
public sealed class StripRuntimeMetadata() : RestorePolicy("strip-runtime-metadata")
{
    /// <inheritdoc/>
    public override void Apply(RestoreContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        Strip(context.Draft, "/metadata/annotations", RuntimeKeys.Annotations(context.Id.Kind));
        Strip(context.Draft, "/metadata/labels", RuntimeKeys.Labels(context.Id.Kind));
        // The six labels are refused on a template as they are on an instance.
        if (MachineSpec.TemplateIn(context.Id.Kind) is { } template)
            Strip(context.Draft, template + "/metadata/labels", RuntimeKeys.Restricted);
    }

    private static void Strip(ResourceDraft draft, string at, IReadOnlyCollection<string> keys)
    {
        if (keys.Count == 0)
            return;

        var all = draft.NamesAt(at);
        var stale = Stale(all, keys);
        if (stale.Count > 0 && stale.Count == all.Count)
        {
            draft.Remove(at);
            return;
        }

        foreach (var name in stale)
            draft.Remove($"{at}/{JsonPointer.Escape(name)}");
    }

    private static List<string> Stale(IReadOnlyList<string> all, IReadOnlyCollection<string> patterns)
    {
        var stale = new List<string>();
        for (var n = 0; n < all.Count; n++)
        {
            if (IsStale(all[n], patterns))
                stale.Add(all[n]);
        }

        return stale;
    }

    private static bool IsStale(string key, IReadOnlyCollection<string> patterns)
    {
        foreach (var pattern in patterns)
        {
            if (RuntimeKeys.Matches(pattern, key))
                return true;
        }

        return false;
    }
}
