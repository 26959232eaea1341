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
    /// <summary>
    /// A Mermaid flow chart. Namespaces are not drawn. A graph of more objects is folded: each machine with what only it
    /// needs is one node that says how many objects it stands for.
    /// </summary>
    /// <param name="graph">The graph.</param>
    /// <param name="maxNodes">
    /// How many nodes to draw. Machines come first; one more node shows how many objects are left out, if any. Default:
    /// 300, beyond which browsers draw it badly.
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
        MermaidText.Write(writer, new FoldedDrawing(graph, maxNodes));
    }

    /// <summary>
    /// A Graphviz digraph (DOT) with a cluster for each machine and one for the environment. Namespaces are not drawn.
    /// </summary>
    /// <param name="graph">The graph.</param>
    /// <param name="maxNodes">
    /// How many nodes to draw; a graph of more objects is folded as that of <see cref="ToMermaid"/>. Default: all.
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
        DotText.Write(writer, new FoldedDrawing(graph, maxNodes));
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
}
