using System.Text.Json;
using KubeVirt.Backup.Restore;

namespace KubeVirt.Backup.Formats;

/// <summary>One or several changes of one value, seen as one.</summary>
internal sealed class NetChange(ResourceChange first)
{
    /// <summary>The pointer to the value.</summary>
    public string Path => first.Path;

    /// <summary>The value in the backup; null where it has none.</summary>
    public JsonElement? Before => first.Before;

    /// <summary>The value after each change, with the policy that made it, in order.</summary>
    public List<(JsonElement? After, string Policy)> Steps { get; } = [(first.After, first.Policy)];

    /// <summary>The value in the end; null where it has none.</summary>
    public JsonElement? After => Steps[^1].After;

    /// <summary>The policies that made the changes, in order.</summary>
    public IEnumerable<string> Policies => Steps.Select(step => step.Policy);

    /// <summary>A single change always has an effect, also one whose values are not shown.</summary>
    public bool HasEffect => Steps.Count == 1 || RawText(Before) != RawText(After);

    /// <summary>What happens: added (<c>+</c>), removed (<c>-</c>) or changed (<c>~</c>).</summary>
    public char Mark =>
        (Before, After) switch
        {
            (null, not null) => '+',
            (not null, null) => '-',
            _ => '~',
        };

    /// <summary>One line: what happens, the pointer, the values and the policies.</summary>
    public override string ToString()
    {
        var before = JsonText.Short(Before);
        var after = JsonText.Short(After);
        var values = (Before, After) switch
        {
            (null, not null) => $": {after}",
            (not null, null) => $": {before}",
            (not null, not null) => $": {before} -> {after}",
            _ => "",
        };

        return $"{Mark} {Path}{values}  [{string.Join(", ", Policies)}]";
    }

    /// <summary>A value as it is written; null where there is none.</summary>
    internal static string? RawText(JsonElement? value) => value?.GetRawText();
}
