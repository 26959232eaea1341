using KubeVirt.Backup.Graph;

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
        if (holder.Draft.Removed.Holds(edge.Path))
            return false;
        if (holder.Draft.Removed.MayHaveMoved(edge.Path) || !IsPlainName(edge.Reference.Form))
            return true;

        var written = holder.Draft.StringAt(edge.Path);

        return written is null || Names(written, edge.To) || Names(written, holder.Names.Map(edge.To));
    }

    private static bool IsPlainName(ReferenceForm form) =>
        form is ReferenceForm.Name or ReferenceForm.NameBesideNamespace or ReferenceForm.NamespaceSlashName;

    /// <summary>Whether a text names an object, with its namespace or without.</summary>
    private static bool Names(string written, ResourceId target) =>
        written == target.Name || written == $"{target.Namespace}/{target.Name}";
}
