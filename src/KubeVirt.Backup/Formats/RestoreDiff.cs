using System.Globalization;
using System.Text;
using System.Text.Json;
using KubeVirt.Backup.Restore;

namespace KubeVirt.Backup.Formats;

/// <summary>The changes of a restore as a reviewer reads them: the net effect for each object.</summary>
internal static class RestoreDiff
{
    public static string Write(RestoreResult result)
    {
        var text = new StringBuilder();
        foreach (var changes in result.Changes.GroupBy(change => change.Resource).OrderBy(group => group.Key))
        {
            var lines = Net(changes).ToList();
            if (lines.Count == 0)
                continue;
            text.AppendLine(CultureInfo.InvariantCulture, $"{changes.Key}{Renamed(changes)}");
            foreach (var (change, after, policies) in lines)
                text.AppendLine(
                    CultureInfo.InvariantCulture,
                    $"  {Line(change, after)}  [{string.Join(", ", policies)}]"
                );
            text.AppendLine();
        }

        return text.ToString();
    }

    /// <summary>
    /// Changes of one value that follow each other become one; what was changed and changed back goes.
    /// </summary>
    private static IEnumerable<(ResourceChange First, JsonElement? After, IReadOnlyList<string> Policies)> Net(
        IEnumerable<ResourceChange> changes
    )
    {
        var net = new List<(ResourceChange First, JsonElement? After, List<string> Policies)>();
        var byPath = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var change in changes)
        {
            if (byPath.TryGetValue(change.Path, out var at) && Raw(net[at].After) == Raw(change.Before))
            {
                net[at].Policies.Add(change.Policy);
                net[at] = net[at] with { After = change.After };
                continue;
            }

            byPath[change.Path] = net.Count;
            net.Add((change, change.After, [change.Policy]));
        }

        return net.Where(line => line.Policies.Count == 1 || Raw(line.First.Before) != Raw(line.After))
            .Select(line => (line.First, line.After, (IReadOnlyList<string>)line.Policies));
    }

    private static string Line(ResourceChange change, JsonElement? after) =>
        (change.Before, after) switch
        {
            (null, { } added) => $"+ {change.Path}: {JsonText.Short(added)}",
            ({ } removed, null) => $"- {change.Path}: {JsonText.Short(removed)}",
            ({ } before, { } now) => $"~ {change.Path}: {JsonText.Short(before)} -> {JsonText.Short(now)}",
            _ => $"~ {change.Path}",
        };

    private static string Renamed(IEnumerable<ResourceChange> changes)
    {
        var now = changes
            .Where(change => change.Path is "/metadata/name" or "/metadata/namespace" && change.After is not null)
            .Select(change => $"{change.Path["/metadata/".Length..]} {change.After!.Value.GetString()}");
        return string.Join(", ", now) is { Length: > 0 } renamed ? $"  ({renamed})" : "";
    }

    private static string? Raw(JsonElement? value) => value?.GetRawText();
}
