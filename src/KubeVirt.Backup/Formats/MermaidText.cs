using System.Globalization;
using System.Text;
using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Formats;

/// <summary>Writes a drawing as a Mermaid flow chart.</summary>
internal static class MermaidText
{
    // Mermaid reads its own entities inside of quotes; a backtick there would begin Markdown.
    // Source: Mermaid docs/syntax/flowchart.md, "Entity codes to escape characters" and "Markdown Strings".
    private static readonly Dictionary<char, string> Entities = new()
    {
        ['#'] = "#35;",
        ['&'] = "#amp;",
        ['"'] = "#quot;",
        ['<'] = "#lt;",
        ['>'] = "#gt;",
        ['`'] = "#96;",
        ['\n'] = "<br/>",
    };

    /// <summary>Writes the chart.</summary>
    /// <param name="writer">Where to write.</param>
    /// <param name="drawing">What is drawn.</param>
    public static void Write(TextWriter writer, FoldedDrawing drawing)
    {
        writer.Write("flowchart LR\n");
        foreach (var (n, box) in drawing.Boxes.Index())
        {
            var className = box.State == NodeState.Observed ? "" : $":::{box.State.ToString().ToLowerInvariant()}";
            writer.Write(string.Create(CultureInfo.InvariantCulture, $"  n{n}[\"{Label(box.Label)}\"]{className}\n"));
        }

        foreach (var edge in drawing.Edges)
            writer.Write(string.Create(CultureInfo.InvariantCulture, $"  n{edge.From} {Arrow(edge)} n{edge.To}\n"));

        if (drawing.IsFolded)
            writer.Write("  folded[\"folded by machine\"]:::outside\n");
        if (drawing.Omitted > 0)
            writer.Write(
                string.Create(CultureInfo.InvariantCulture, $"  rest[\"... {drawing.Omitted} more objects\"]\n")
            );

        writer.Write("  classDef missing stroke:#c00,stroke-dasharray:4 3\n");
        writer.Write("  classDef outside stroke:#999,color:#666\n");
    }

    /// <summary>Mermaid's arrow: solid for what is required, dashed for what is optional, thick for what runs.</summary>
    private static string Arrow(DrawnEdge edge) =>
        edge.Relation switch
        {
            Relation.Needs => edge.IsRequired ? "-->" : "-.->",
            Relation.Runs => "==>|runs|",
            Relation.Selects => "-.->|selects|",
            _ => "-.->|owned by|",
        };

    /// <summary>A label as it stands between quotes.</summary>
    /// <param name="text">The label, with a line break between its lines.</param>
    private static string Label(string text)
    {
        var label = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (Entities.TryGetValue(c, out var entity))
                label.Append(entity);
            else
                label.Append(c);
        }

        return label.ToString();
    }
}
