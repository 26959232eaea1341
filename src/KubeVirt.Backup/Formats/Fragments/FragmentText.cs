using System.Globalization;
using System.Text;

namespace KubeVirt.Backup.Formats;

/// <summary>
/// Writes HTML that stands inside of a page of others: its styles reach nothing but itself, and it is well-formed XML.
/// </summary>
internal sealed class FragmentText
{
    // The page around it may be light or dark, so nothing but marks has a color of its own.
    private const string Style = """
        <style>
        .kubevirt-backup{font:13px/1.45 system-ui,sans-serif}
        .kubevirt-backup table{border-collapse:collapse;margin:.4rem 0}
        .kubevirt-backup th,.kubevirt-backup td{border-bottom:1px solid #8884;padding:.2rem .7rem;text-align:left;vertical-align:top}
        .kubevirt-backup code{font-size:12px;overflow-wrap:anywhere}
        .kubevirt-backup .error,.kubevirt-backup .broken,.kubevirt-backup .removed{color:#d0342c}
        .kubevirt-backup .warning,.kubevirt-backup .conditional{color:#b97a00}
        .kubevirt-backup .complete,.kubevirt-backup .added{color:#2a8a3e}
        .kubevirt-backup small{opacity:.7}
        .kubevirt-backup .picture{overflow-x:auto}
        </style>
        """;

    private readonly StringBuilder _html = new($"<div class=\"kubevirt-backup\">{Style.ReplaceLineEndings("")}\n");

    /// <summary>HTML as it is: texts of users in it must be encoded.</summary>
    public void Raw(string html) => _html.Append(html).Append('\n');

    /// <summary>A line of text.</summary>
    public void Line(string text) => Raw($"<p>{HtmlText.Encode(text)}</p>");

    /// <summary>A table; nothing where it has no rows.</summary>
    /// <param name="columns">The titles of its columns.</param>
    /// <param name="rows">Its rows, each of as many cells of HTML.</param>
    /// <param name="maxRows">How many rows are shown; one more says how many are not.</param>
    public void Table(IReadOnlyList<string> columns, IReadOnlyList<string[]> rows, int maxRows = 200)
    {
        if (rows.Count == 0)
            return;

        Raw($"<table><thead><tr><th>{string.Join("</th><th>", columns)}</th></tr></thead><tbody>");
        foreach (var row in rows.Take(maxRows))
            Raw($"<tr><td>{string.Join("</td><td>", row)}</td></tr>");
        if (rows.Count > maxRows)
        {
            var rest = (rows.Count - maxRows).ToString(CultureInfo.InvariantCulture);
            Raw($"<tr><td colspan=\"{columns.Count}\"><small>... {rest} more</small></td></tr>");
        }

        Raw("</tbody></table>");
    }

    /// <summary>
    /// An id without its group, whole where the mouse rests on it. Names of other scripts do not turn around what stands
    /// beside them.
    /// </summary>
    public static string Id(ResourceId? id)
    {
        if (id is not { } known)
            return "";

        var name = HtmlText.Shorten(ShortName.NameOf(known, null), 60);
        return $"<bdi title=\"{HtmlText.Encode(known)}\"><small>{HtmlText.Encode(known.Kind.Kind)}</small> "
            + $"{HtmlText.Encode(name)}</bdi>";
    }

    /// <summary>A text in the type of code.</summary>
    public static string Code(string? text) =>
        string.IsNullOrEmpty(text) ? "" : $"<code>{HtmlText.Encode(text)}</code>";

    /// <summary>A word with a style of its own name, such as a severity.</summary>
    public static string Word(string word) => $"<span class=\"{word}\">{word}</span>";

    /// <summary>The fragment.</summary>
    public override string ToString() => $"{_html}</div>\n";
}
