using System.Globalization;
using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Formats;

/// <summary>Writes a drawing as a Graphviz digraph (DOT), in which the objects of a machine are a cluster.</summary>
internal static class DotText
{
    /// <summary>Writes the digraph.</summary>
    /// <param name="writer">Where to write.</param>
    /// <param name="drawing">What is drawn.</param>
    public static void Write(TextWriter writer, FoldedDrawing drawing)
    {
        // Ranks are of the whole graph: those of each frame by itself fail where frames point at each other.
        writer.Write("digraph resources {\n  rankdir=LR\n  newrank=true\n  node [shape=box]\n");
        foreach (var (n, box) in drawing.Boxes.Index())
            writer.Write(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"  n{n} [label=\"{Label(box.Label)}\"{Style(box.State)}]\n"
                )
            );

        WriteClusters(writer, drawing);
        foreach (var edge in drawing.Edges)
        {
            var label = edge.Relation.ToString().ToLowerInvariant();
            var style = edge.IsRequired ? "" : ", style=dashed";
            writer.Write(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"  n{edge.From} -> n{edge.To} [label=\"{label}\"{style}]\n"
                )
            );
        }

        if (drawing.IsFolded)
            writer.Write("  label=\"folded by machine\"\n");
        if (drawing.Omitted > 0)
            writer.Write(
                string.Create(CultureInfo.InvariantCulture, $"  rest [label=\"... {drawing.Omitted} more objects\"]\n")
            );

        writer.Write("}\n");
    }

    /// <summary>
    /// A frame around the boxes of each machine that has several, and around the environment.
    /// </summary>
    /// <remarks>Boxes that are folded stand for whole machines, so there is nothing to frame.</remarks>
    private static void WriteClusters(TextWriter writer, FoldedDrawing drawing)
    {
        var clusters = drawing
            .Boxes.Index()
            .GroupBy(entry => entry.Item.Group, entry => entry.Index)
            .Where(group => group.Key >= 0 || group.Key == MachineGroups.Environment)
            .Where(group => group.Count() > 1)
            .OrderBy(group => group.Key);
        foreach (var cluster in clusters)
        {
            var isMachine = cluster.Key >= 0;
            var name = isMachine ? cluster.Key.ToString(CultureInfo.InvariantCulture) : "environment";
            var members = string.Join("; ", cluster.Select(n => $"n{n.ToString(CultureInfo.InvariantCulture)}"));
            var label = isMachine ? "" : "label=\"environment\"; ";
            writer.Write($"  subgraph cluster_{name} {{ {label}style=dotted; {members} }}\n");
        }
    }

    /// <summary>How a box is drawn: missing ones red and dashed, those not read orange, those outside gray.</summary>
    private static string Style(NodeState state) =>
        state switch
        {
            NodeState.Missing => ", color=red, style=dashed",
            NodeState.NotRead => ", color=orange, style=dashed",
            NodeState.Outside => ", color=gray",
            _ => "",
        };

    /// <summary>A label as a quoted string of DOT, which knows three characters of its own.</summary>
    /// <param name="text">The label, with a line break between its lines.</param>
    private static string Label(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal);
}
