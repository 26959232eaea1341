using System.Globalization;
using System.Text;
using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Formats;

/// <summary>
/// Draws a graph as SVG: roots on the left, what they need to the right of them. All looks are attributes, since styles
/// would reach the page around it.
/// </summary>
internal static class GraphPicture
{
    /// <summary>Beyond this a picture is a wall of boxes.</summary>
    public const int DefaultMaxNodes = 50;

    private const int BoxWidth = 220;
    private const int BoxHeight = 34;
    private const int ColumnWidth = 290;
    private const int RowHeight = 42;
    private const int Margin = 4;
    private const int NameLength = 30;

    /// <summary>The picture as one <c>svg</c> element.</summary>
    public static string Write(ResourceGraph graph, Drawing drawing)
    {
        var columns = PictureColumns.Of(graph, drawing);
        var width = columns.Count * ColumnWidth - (ColumnWidth - BoxWidth) + 2 * Margin;
        var height = columns.Max(column => column.Count) * RowHeight + 2 * Margin;

        var places = new (int X, int Y)[drawing.Nodes.Count];
        foreach (var (x, column) in columns.Index())
        {
            foreach (var (y, node) in column.Index())
                places[node] = (Margin + x * ColumnWidth, Margin + y * RowHeight);
        }

        var roots = graph.Roots.ToHashSet();
        var lacking = Lacking.Of(graph);
        var svg = new StringBuilder();
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" "
                + $"viewBox=\"0 0 {width} {height}\" font-family=\"system-ui,sans-serif\" font-size=\"11\">\n"
        );
        foreach (var edge in drawing.Edges)
            svg.Append(Line(places[edge.From], places[edge.To], edge));
        foreach (var (n, node) in drawing.Nodes.Index())
            svg.Append(Box(places[n], node, LookOf(node, lacking), roots.Contains(node.Id) ? "2.5" : "1"));

        return svg.Append("</svg>").ToString();
    }

    private static string Box((int X, int Y) place, ResourceNode node, string look, string weight)
    {
        var name = HtmlText.Shorten(ShortName.NameOf(node.Id, null), NameLength);

        var rectangle = string.Create(
            CultureInfo.InvariantCulture,
            $"<rect x=\"{place.X}\" y=\"{place.Y}\" width=\"{BoxWidth}\" height=\"{BoxHeight}\" rx=\"4\" "
                + $"fill-opacity=\"0.08\" stroke-width=\"{weight}\" {look}/>"
        );
        var kind = Text(place.X + 8, place.Y + 13, 0.7, node.Id.Kind.Kind);
        var label = Text(place.X + 8, place.Y + 27, 1, name);

        return $"<g><title>{HtmlText.Encode(node)}</title>{rectangle}{kind}{label}</g>\n";
    }

    private static string Text(int x, int y, double opacity, string text) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"<text x=\"{x}\" y=\"{y}\" fill=\"currentColor\" fill-opacity=\"{opacity}\" direction=\"ltr\" "
                + $"unicode-bidi=\"bidi-override\">{HtmlText.Encode(text)}</text>"
        );

    /// <summary>
    /// An edge from the right side of a box to the left side of another, or around its right side where both stand in one
    /// column.
    /// </summary>
    private static string Line((int X, int Y) from, (int X, int Y) to, DrawnEdge edge)
    {
        var start = (X: from.X + BoxWidth, Y: from.Y + BoxHeight / 2);
        var end = (X: to.X > from.X ? to.X : to.X + BoxWidth, Y: to.Y + BoxHeight / 2);
        var bend = (ColumnWidth - BoxWidth) * 3 / 4;
        var inner = to.X > from.X ? end.X - bend : end.X + bend;
        // What runs back or aside would hide the rest.
        var opacity = to.X > from.X ? "0.45" : "0.12";
        var dashes = edge.IsRequired ? "" : " stroke-dasharray=\"4 3\"";
        var word = edge.Relation.ToString().ToLowerInvariant();

        return string.Create(
            CultureInfo.InvariantCulture,
            $"<path d=\"M{start.X} {start.Y}C{start.X + bend} {start.Y} {inner} {end.Y} {end.X} {end.Y}\" fill=\"none\" "
                + $"stroke=\"currentColor\" stroke-opacity=\"{opacity}\"{dashes}><title>{word}</title></path>\n"
        );
    }

    private static string LookOf(ResourceNode node, HashSet<ResourceId> lacking) =>
        node.State switch
        {
            NodeState.Missing when lacking.Contains(node.Id) => Look("#d0342c", " stroke-dasharray=\"4 3\""),
            NodeState.Missing => Look("#888888", " stroke-dasharray=\"4 3\""),
            NodeState.NotRead => Look("#b97a00", " stroke-dasharray=\"4 3\""),
            NodeState.Outside => Look("#888888", ""),
            _ => Look("#2f6f9f", ""),
        };

    private static string Look(string color, string dashes) => $"fill=\"{color}\" stroke=\"{color}\"{dashes}";
}
