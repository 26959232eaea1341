using System.Text.Json;
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
        foreach (var changed in StepsOf(result))
        {
            var net = changed.Changes.Where(change => change.HasEffect).ToList();
            if (net.Count > 0)
                yield return changed with
                {
                    Changes = net,
                };
        }
    }

    /// <summary>Every change of each object, ordered by id; those of one value that follow each other are joined.</summary>
    /// <param name="result">The result. What was changed and changed back is among the changes.</param>
    public static IEnumerable<ObjectDiff> StepsOf(RestoreResult result) =>
        result
            .Changes.GroupBy(change => change.Resource)
            .OrderBy(group => group.Key)
            .Select(changes => new ObjectDiff(changes.Key, NewId(changes), NewName(changes), Joined(changes)));

    /// <summary>The changes of one object, those of one value that follow each other as one.</summary>
    private static List<NetChange> Joined(IEnumerable<ResourceChange> changes)
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
                last.Steps.Add((change.After, change.Policy));
                continue;
            }

            var first = new NetChange(change);
            byPath[change.Path] = first;
            net.Add(first);
        }

        return net;
    }

    /// <summary>The id of an object in the target.</summary>
    private static ResourceId NewId(IGrouping<ResourceId, ResourceChange> changes)
    {
        var id = changes.Key;
        foreach (var change in changes)
        {
            if (change.After is not { ValueKind: JsonValueKind.String } after)
                continue;
            if (change.Path == "/metadata/name")
                id = new ResourceId(id.Kind, id.Namespace, after.GetString()!);
            if (change.Path == "/metadata/namespace")
                id = new ResourceId(id.Kind, after.GetString(), id.Name);
        }

        return id;
    }

    /// <summary>
    /// The new name and namespace of an object in words, if it gets any.
    /// </summary>
    private static string NewName(IEnumerable<ResourceChange> changes)
    {
        const string Metadata = "/metadata/";
        var parts = changes
            .Where(change => change.Path is "/metadata/name" or "/metadata/namespace" && change.After is not null)
            .Select(change => $"{change.Path[Metadata.Length..]} {change.After!.Value.GetString()}");

        return string.Join(", ", parts);
    }
}
