using System.Globalization;
using System.Text;
using System.Text.Json;
using KubeVirt.Backup.Restore;

namespace KubeVirt.Backup.Formats;

/// <summary>Writes the changes of a restore as a reviewer reads them: the net effect on each object.</summary>
internal static class RestoreDiff
{
    /// <summary>The changes as text; objects without a net effect are left out.</summary>
    public static string Write(RestoreResult result)
    {
        var text = new StringBuilder();
        foreach (var changes in result.Changes.GroupBy(change => change.Resource).OrderBy(group => group.Key))
        {
            var lines = NetEffect(changes);
            if (lines.Count == 0)
                continue;

            text.AppendLine(CultureInfo.InvariantCulture, $"{changes.Key}{NewName(changes)}");
            foreach (var line in lines)
                text.AppendLine(CultureInfo.InvariantCulture, $"  {PrintableText.Escape(line.ToString())}");
            text.AppendLine();
        }

        return text.ToString();
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
            if (byPath.TryGetValue(change.Path, out var last) && RawText(last.After) == RawText(change.Before))
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
        var renamed = string.Join(", ", parts);

        return renamed.Length > 0 ? $"  ({renamed})" : "";
    }

    private static string? RawText(JsonElement? value) => value?.GetRawText();

    /// <summary>One or several changes of one value, seen as one.</summary>
    private sealed class NetChange(ResourceChange first)
    {
        public JsonElement? After { get; set; } = first.After;

        /// <summary>The policies that made the changes, in order.</summary>
        public List<string> Policies { get; } = [first.Policy];

        /// <summary>A single change always has an effect, also one whose values are not shown.</summary>
        public bool HasEffect => Policies.Count == 1 || RawText(first.Before) != RawText(After);

        /// <summary>One line: what happens, the pointer, the values and the policies.</summary>
        public override string ToString()
        {
            var before = JsonText.Short(first.Before);
            var after = JsonText.Short(After);
            var change = (first.Before, After) switch
            {
                (null, not null) => $"+ {first.Path}: {after}",
                (not null, null) => $"- {first.Path}: {before}",
                (not null, not null) => $"~ {first.Path}: {before} -> {after}",
                _ => $"~ {first.Path}",
            };

            return $"{change}  [{string.Join(", ", Policies)}]";
        }
    }
}
