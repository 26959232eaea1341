using System.Globalization;
using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Formats;

/// <summary>
/// Draws a graph as text that other tools turn into a picture. Each of these is a pure function: the same graph gives
/// the same characters.
/// </summary>
/// <example>
/// <code language="csharp">
/// Console.WriteLine(graph.ToMermaid(maxNodes: 50));
/// await File.WriteAllTextAsync("graph.dot", graph.ToDot(), cancellationToken);
/// </code>
/// </example>
public static class GraphFormats
{
    /// <summary>A Mermaid flow chart. Namespaces are not drawn.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="maxNodes">
    /// How many objects to draw; one more node shows how many are left out. Default: 300, beyond which browsers draw it
    /// badly.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxNodes"/> is less than 1.</exception>
    public static string ToMermaid(this ResourceGraph graph, int maxNodes = 300) =>
        WrittenText.Of(writer => graph.WriteMermaid(writer, maxNodes));

    /// <summary>Writes what <see cref="ToMermaid"/> returns.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="writer">Where to write. It is not flushed or closed.</param>
    /// <param name="maxNodes">As there.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxNodes"/> is less than 1.</exception>
    public static void WriteMermaid(this ResourceGraph graph, TextWriter writer, int maxNodes = 300)
    {
        ArgumentNullException.ThrowIfNull(writer);
        var drawing = new Drawing(graph, maxNodes);
        writer.Write("flowchart LR\n");

        foreach (var (n, node) in drawing.Nodes.Index())
        {
            var className = node.State == NodeState.Observed ? "" : $":::{node.State.ToString().ToLowerInvariant()}";
            writer.Write(
                string.Create(CultureInfo.InvariantCulture, $"  n{n}[\"{MermaidLabel(node.Id)}\"]{className}\n")
            );
        }

        foreach (var edge in drawing.Edges)
            writer.Write(string.Create(CultureInfo.InvariantCulture, $"  n{edge.From} {Arrow(edge)} n{edge.To}\n"));

        if (drawing.Omitted > 0)
            writer.Write(
                string.Create(CultureInfo.InvariantCulture, $"  rest[\"... {drawing.Omitted} more objects\"]\n")
            );

        writer.Write("  classDef missing stroke:#c00,stroke-dasharray:4 3\n");
        writer.Write("  classDef outside stroke:#999,color:#666\n");
    }

    /// <summary>A Graphviz digraph (DOT). Namespaces are not drawn.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="maxNodes">
    /// How many objects to draw; one more node shows how many are left out. Default: all.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxNodes"/> is less than 1.</exception>
    public static string ToDot(this ResourceGraph graph, int maxNodes = int.MaxValue) =>
        WrittenText.Of(writer => graph.WriteDot(writer, maxNodes));

    /// <summary>Writes what <see cref="ToDot"/> returns.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="writer">Where to write. It is not flushed or closed.</param>
    /// <param name="maxNodes">As there.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxNodes"/> is less than 1.</exception>
    public static void WriteDot(this ResourceGraph graph, TextWriter writer, int maxNodes = int.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(writer);
        var drawing = new Drawing(graph, maxNodes);
        writer.Write("digraph resources {\n  rankdir=LR\n  node [shape=box]\n");

        foreach (var (n, node) in drawing.Nodes.Index())
            writer.Write(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"  n{n} [label=\"{DotLabel(node.Id)}\"{Style(node.State)}]\n"
                )
            );

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

        if (drawing.Omitted > 0)
            writer.Write(
                string.Create(CultureInfo.InvariantCulture, $"  rest [label=\"... {drawing.Omitted} more objects\"]\n")
            );

        writer.Write("}\n");
    }

    /// <summary>
    /// What one object consists of, as a tree of text for people: what it needs and runs, each with the reason, and what
    /// selects it or belongs to it. Each object stands once, at its shortest way from the root. Namespaces are not drawn.
    /// </summary>
    /// <param name="graph">The graph.</param>
    /// <param name="root">The object at the top, such as a machine.</param>
    /// <param name="maxRows">How many objects to draw; one more line says how many are left out. Default: 100.</param>
    /// <exception cref="ArgumentException">The graph has no such object.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxRows"/> is less than 1.</exception>
    public static string ToTree(this ResourceGraph graph, ResourceId root, int maxRows = 100) =>
        TreeText.Write(graph, root, maxRows);

    /// <summary>How a node is drawn: missing ones red and dashed, those not read orange, those outside gray.</summary>
    private static string Style(NodeState state) =>
        state switch
        {
            NodeState.Missing => ", color=red, style=dashed",
            NodeState.NotRead => ", color=orange, style=dashed",
            NodeState.Outside => ", color=gray",
            _ => "",
        };

    /// <summary>
    /// Mermaid's arrow: solid for what is required, dashed for what is optional, thick for what runs.
    /// </summary>
    private static string Arrow(DrawnEdge edge) =>
        edge.Relation switch
        {
            Relation.Needs => edge.IsRequired ? "-->" : "-.->",
            Relation.Runs => "==>|runs|",
            Relation.Selects => "-.->|selects|",
            _ => "-.->|owned by|",
        };

    /// <summary>The label with Mermaid's own entities, which it reads inside of quotes.</summary>
    private static string MermaidLabel(ResourceId id) =>
        Label(id)
            .Replace("&", "#amp;", StringComparison.Ordinal)
            .Replace("\"", "#quot;", StringComparison.Ordinal)
            .Replace("<", "#lt;", StringComparison.Ordinal)
            .Replace(">", "#gt;", StringComparison.Ordinal)
            .Replace("\n", "<br/>", StringComparison.Ordinal);

    /// <summary>The label as a quoted string of DOT.</summary>
    private static string DotLabel(ResourceId id) =>
        Label(id)
            .Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal);

    /// <summary>Two lines: the kind without its group, and the name with its namespace.</summary>
    private static string Label(ResourceId id) =>
        id.Namespace is null ? $"{id.Kind.Kind}\n{id.Name}" : $"{id.Kind.Kind}\n{id.Namespace}/{id.Name}";
}
