using System.Globalization;
using System.Text;
using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Formats;

/// <summary>A graph as a picture. Pure functions: the same graph gives the same characters.</summary>
public static class GraphFormats
{
    /// <summary>A Mermaid flow chart.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="maxNodes">
    /// How many objects to draw; what is left out is counted in one more node. Default: 300, beyond which no browser
    /// draws it well.
    /// </param>
    public static string ToMermaid(this ResourceGraph graph, int maxNodes = 300)
    {
        var drawing = new Drawing(graph, maxNodes);
        var text = new StringBuilder("flowchart LR\n");
        foreach (var (n, node) in drawing.Nodes.Index())
            text.Append(
                CultureInfo.InvariantCulture,
                $"  n{n}[\"{Mermaid(node.Id)}\"]{(node.State == NodeState.Observed ? "" : ":::" + node.State.ToString().ToLowerInvariant())}\n"
            );
        foreach (var (from, to, relation, required) in drawing.Edges)
            text.Append(CultureInfo.InvariantCulture, $"  n{from} {Arrow(relation, required)} n{to}\n");
        if (drawing.Omitted > 0)
            text.Append(CultureInfo.InvariantCulture, $"  rest[\"... {drawing.Omitted} more objects\"]\n");
        return text.Append(
                "  classDef missing stroke:#c00,stroke-dasharray:4 3\n  classDef outside stroke:#999,color:#666\n"
            )
            .ToString();
    }

    /// <summary>A Graphviz digraph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="maxNodes">How many objects to draw. Default: all.</param>
    public static string ToDot(this ResourceGraph graph, int maxNodes = int.MaxValue)
    {
        var drawing = new Drawing(graph, maxNodes);
        var text = new StringBuilder("digraph resources {\n  rankdir=LR\n  node [shape=box]\n");
        foreach (var (n, node) in drawing.Nodes.Index())
            text.Append(CultureInfo.InvariantCulture, $"  n{n} [label=\"{Dot(node.Id)}\"{Style(node.State)}]\n");
        foreach (var (from, to, relation, required) in drawing.Edges)
            text.Append(
                CultureInfo.InvariantCulture,
                $"  n{from} -> n{to} [label=\"{relation.ToString().ToLowerInvariant()}\"{(required ? "" : ", style=dashed")}]\n"
            );
        if (drawing.Omitted > 0)
            text.Append(CultureInfo.InvariantCulture, $"  rest [label=\"... {drawing.Omitted} more objects\"]\n");
        return text.Append("}\n").ToString();
    }

    private static string Style(NodeState state) =>
        state switch
        {
            NodeState.Missing => ", color=red, style=dashed",
            NodeState.Outside => ", color=gray",
            _ => "",
        };

    private static string Arrow(Relation relation, bool required) =>
        relation switch
        {
            Relation.Needs => required ? "-->" : "-.->",
            Relation.Runs => "==>|runs|",
            _ => "-.->|owned by|",
        };

    private static string Mermaid(ResourceId id) =>
        Label(id)
            .Replace("&", "#amp;", StringComparison.Ordinal)
            .Replace("\"", "#quot;", StringComparison.Ordinal)
            .Replace("<", "#lt;", StringComparison.Ordinal)
            .Replace(">", "#gt;", StringComparison.Ordinal)
            .Replace("\n", "<br/>", StringComparison.Ordinal);

    private static string Dot(ResourceId id) =>
        Label(id)
            .Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal);

    private static string Label(ResourceId id) =>
        id.Namespace is null ? $"{id.Kind.Kind}\n{id.Name}" : $"{id.Kind.Kind}\n{id.Namespace}/{id.Name}";
}
