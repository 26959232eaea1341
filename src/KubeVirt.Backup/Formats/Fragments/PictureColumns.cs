using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Formats;

/// <summary>Which objects of a drawing stand in which column, and in which order, so that few edges cross.</summary>
internal static class PictureColumns
{
    /// <summary>
    /// Positions in the drawing, by column. The first holds the roots and what no root reaches; each of the others what is
    /// one step further from them.
    /// </summary>
    public static List<List<int>> Of(ResourceGraph graph, Drawing drawing)
    {
        var around = new List<int>[drawing.Nodes.Count];
        for (var n = 0; n < around.Length; n++)
            around[n] = [];
        foreach (var edge in drawing.Edges)
        {
            around[edge.From].Add(edge.To);
            // What selects or belongs to an object stands behind it, as what it needs does.
            if (edge.Relation is Relation.Selects or Relation.OwnedBy)
                around[edge.To].Add(edge.From);
        }

        var columns = new List<List<int>> { FirstColumn(graph, drawing, around) };
        var placed = columns[0].ToHashSet();
        while (columns[^1].Count > 0)
            columns.Add(Next(columns[^1], around, placed));
        columns.RemoveAt(columns.Count - 1);

        return columns;
    }

    /// <summary>The roots, and what cannot be reached from them.</summary>
    private static List<int> FirstColumn(ResourceGraph graph, Drawing drawing, List<int>[] around)
    {
        var roots = graph.Roots.ToHashSet();
        var first = Enumerable.Range(0, drawing.Nodes.Count).Where(n => roots.Contains(drawing.Nodes[n].Id)).ToList();
        var reached = first.ToHashSet();
        var waiting = new Queue<int>(first);
        for (var n = 0; n < drawing.Nodes.Count; n++)
        {
            while (waiting.TryDequeue(out var next))
            {
                foreach (var other in around[next].Where(reached.Add))
                    waiting.Enqueue(other);
            }

            if (reached.Add(n))
            {
                first.Add(n);
                waiting.Enqueue(n);
            }
        }

        return first;
    }

    /// <summary>What stands around a column and has no place yet, in the order of its neighbours there.</summary>
    private static List<int> Next(List<int> column, List<int>[] around, HashSet<int> placed)
    {
        var heights = new Dictionary<int, List<int>>();
        foreach (var (height, node) in column.Index())
        {
            foreach (var other in around[node].Where(other => !placed.Contains(other)))
            {
                heights.TryAdd(other, []);
                heights[other].Add(height);
            }
        }

        placed.UnionWith(heights.Keys);
        return
        [
            .. heights.OrderBy(entry => entry.Value.Average()).ThenBy(entry => entry.Key).Select(entry => entry.Key),
        ];
    }
}
