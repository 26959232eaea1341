using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Formats;

/// <summary>Writes a graph as its picture, or says why there is none.</summary>
internal static class GraphFragment
{
    /// <summary>The graph as a fragment of its own.</summary>
    public static string Write(ResourceGraph graph, int maxNodes)
    {
        var html = new FragmentText();
        html.Line(graph.ToString());
        Add(html, graph, maxNodes);

        return html.ToString();
    }

    /// <summary>The picture as a part of a fragment. A picture of many objects would show nothing.</summary>
    public static void Add(FragmentText html, ResourceGraph graph, int maxNodes)
    {
        var drawing = new Drawing(graph, maxNodes);
        if (drawing.Omitted > 0)
        {
            html.Line(
                $"{drawing.Nodes.Count + drawing.Omitted} objects are too many for a picture; "
                    + "take the part of one machine."
            );
            return;
        }

        if (drawing.Nodes.Count > 0)
            html.Raw($"<div class=\"picture\">{GraphPicture.Write(graph, drawing)}</div>");
    }
}
