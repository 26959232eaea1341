using KubeVirt.Backup.Restore;

namespace KubeVirt.Backup.Formats;

/// <summary>Writes the changes of a restore as a reviewer reads them: the net effect on each object.</summary>
internal static class RestoreDiff
{
    /// <summary>The changes as text; objects without a net effect are left out.</summary>
    public static void Write(TextWriter text, RestoreResult result)
    {
        foreach (var changed in Of(result))
        {
            var name = changed.NewName.Length > 0 ? $"  ({changed.NewName})" : "";
            text.WriteLine($"{changed.Resource}{name}");
            foreach (var change in changed.Changes)
                text.WriteLine($"  {PrintableText.Escape(change.ToString())}");
            text.WriteLine();
        }
    }

    /// <summary>The net effect on each object, ordered by id; objects without one are left out.</summary>
    public static IEnumerable<ObjectDiff> Of(RestoreResult result)
    {
        foreach (var changes in result.Changes.GroupBy(change => change.Resource).OrderBy(group => group.Key))
        {
            var net = NetEffect(changes);
            if (net.Count > 0)
                yield return new ObjectDiff(changes.Key, NewName(changes), net);
        }
    }

    /// <summary>
    /// Joins changes of one value that follow each other, and removes what was changed and changed back.
    /// </summary>
    private static List<NetChange> NetEffect(IEnumerable<ResourceChange> changes)
    {
        var net = new List<NetChange>();
        var byPath = new Dictionary<string, NetChange>(StringComparer.Ordinal);
        foreach (var change in changes)
        {
            if (
                byPath.TryGetValue(change.Path, out var last)
                && NetChange.RawText(last.After) == NetChange.RawText(change.Before)
            )
            {
                last.Policies.Add(change.Policy);
                last.After = change.After;
                continue;
            }

            var first = new NetChange(change);
            byPath[change.Path] = first;
            net.Add(first);
        }

        return net.FindAll(change => change.HasEffect);
    }

    /// <summary>The new name and namespace of an object, if it gets any.</summary>
    private static string NewName(IEnumerable<ResourceChange> changes)
    {
        const string Metadata = "/metadata/";
        var parts = changes
            .Where(change => change.Path is "/metadata/name" or "/metadata/namespace" && change.After is not null)
            .Select(change => $"{change.Path[Metadata.Length..]} {change.After!.Value.GetString()}");

        return string.Join(", ", parts);
    }
}
