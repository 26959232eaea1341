using System.Globalization;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// Whether a restored object still holds a reference of the backup: only of what is written anything can be lacking.
/// </summary>
internal static class HeldReferences
{
    /// <summary>
    /// Whether the reference behind an edge is still there: neither was it removed, nor does another name stand in its
    /// place.
    /// </summary>
    /// <remarks>
    /// Where items of the list around it were removed, its place may be another's now, and it counts as held: one
    /// report too many does less harm than one too few.
    /// </remarks>
    public static bool IsHeld(RestoreContext holder, ResourceEdge edge)
    {
        // What the status named is restored in other places, the revisions of an instancetype above all.
        if (edge.Path.StartsWith("/status/", StringComparison.Ordinal))
            return true;
        if (IsRemoved(holder.Draft, edge.Path))
            return false;
        if (HasMoved(holder.Draft, edge.Path) || !IsPlainName(edge.Reference.Form))
            return true;

        var written = holder.Draft.StringAt(edge.Path);

        return written is null || Names(written, edge.To) || Names(written, holder.Names.Map(edge.To));
    }

    /// <summary>Whether a policy removed the value at a pointer, or what holds it.</summary>
    public static bool IsRemoved(ResourceDraft draft, string path) =>
        draft.Changes.Any(change =>
            change.IsRemoval && $"{path}/".StartsWith($"{change.Path}/", StringComparison.Ordinal)
        );

    private static bool IsPlainName(ReferenceForm form) =>
        form is ReferenceForm.Name or ReferenceForm.NameBesideNamespace or ReferenceForm.NamespaceSlashName;

    /// <summary>Whether a text names an object, with its namespace or without.</summary>
    private static bool Names(string written, ResourceId target) =>
        written == target.Name || written == $"{target.Namespace}/{target.Name}";

    /// <summary>Whether an item before it was removed from a list that the pointer leads through.</summary>
    private static bool HasMoved(ResourceDraft draft, string path) =>
        draft.Changes.Any(change =>
            change.IsRemoval
            && IsIndex(change.Path[(change.Path.LastIndexOf('/') + 1)..])
            && path.StartsWith($"{JsonPointer.Parent(change.Path)}/", StringComparison.Ordinal)
        );

    private static bool IsIndex(string token) =>
        int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out _);
}
