using System.Globalization;
using System.Text;
using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Formats;

/// <summary>
/// Draws what one object consists of as a tree of text. Each object stands once, at its shortest way from the root.
/// Namespaces are left out: every object needs its own.
/// </summary>
internal sealed class TreeText
{
    private readonly ResourceGraph _graph;
    private readonly ResourceNode _root;
    private readonly Dictionary<ResourceId, List<Branch>> _below = [];
    private readonly HashSet<ResourceId> _placed = [];
    private readonly HashSet<ResourceId> _lacking;

    private TreeText(ResourceGraph graph, ResourceNode root)
    {
        _graph = graph;
        _root = root;
        _lacking = Lacking.Of(graph);
    }

    /// <summary>The tree below an object.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="root">The object.</param>
    /// <param name="maxRows">How many objects are drawn; the last line says how many are not.</param>
    /// <exception cref="ArgumentException">The graph has no such object.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxRows"/> is less than 1.</exception>
    public static string Write(ResourceGraph graph, ResourceId root, int maxRows)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxRows);
        var node = graph.Find(root) ?? throw new ArgumentException($"The graph has no {root}.", nameof(root));

        var tree = new TreeText(graph, node);
        tree.Place();

        return tree.Draw(maxRows);
    }

    /// <summary>Gives each object its place, those near the root first.</summary>
    private void Place()
    {
        var waiting = new Queue<ResourceId>([_root.Id]);
        _placed.Add(_root.Id);
        while (waiting.TryDequeue(out var id))
        {
            var below = Around(id).Where(branch => _placed.Add(branch.Node.Id)).ToList();
            _below.Add(id, below);
            foreach (var branch in below)
                waiting.Enqueue(branch.Node.Id);
        }
    }

    /// <summary>What an object needs and runs, then what selects it or belongs to it.</summary>
    private IEnumerable<Branch> Around(ResourceId id)
    {
        var needed = _graph
            .EdgesFrom(id)
            .Where(edge => edge.Relation is Relation.Needs or Relation.Runs)
            .Select(edge => new Branch(_graph.Find(edge.To)!.Value, edge.Reference.Why));
        var beside = _graph
            .EdgesTo(id)
            .Where(edge => edge.Relation is Relation.Selects or Relation.OwnedBy)
            .Select(edge => new Branch(_graph.Find(edge.From)!.Value, WhyBeside(edge)));

        return needed
            .OrderBy(branch => branch.Node.Id)
            .Concat(beside.OrderBy(branch => branch.Node.Id))
            .Where(branch => branch.Node.Id.Kind != Kinds.Namespace);
    }

    private static string WhyBeside(ResourceEdge edge) =>
        edge.Relation == Relation.Selects ? "selects it" : "belongs to it";

    private string Draw(int maxRows)
    {
        var text = new StringBuilder();
        var rows = 0;
        var waiting = new Stack<(Branch Branch, string Stem, string Fork)>();
        waiting.Push((new Branch(_root, ""), "", ""));
        while (rows < maxRows && waiting.TryPop(out var next))
        {
            rows++;
            text.Append(next.Stem).Append(next.Fork).AppendLine(LineOf(next.Branch));
            var stem = next.Stem + Below(next.Fork);
            var below = _below[next.Branch.Node.Id];
            for (var i = below.Count - 1; i >= 0; i--)
                waiting.Push((below[i], stem, i == below.Count - 1 ? "└─ " : "├─ "));
        }

        if (_placed.Count > rows)
            text.AppendLine(CultureInfo.InvariantCulture, $"... {_placed.Count - rows} more objects");

        return text.ToString();
    }

    /// <summary>What stands below a fork, in the lines of what hangs on it.</summary>
    private static string Below(string fork) =>
        fork switch
        {
            "" => "",
            "├─ " => "│  ",
            _ => "   ",
        };

    private string LineOf(Branch branch)
    {
        var home = branch.Node.Id == _root.Id ? null : _root.Id.Namespace;
        var name = ShortName.Of(branch.Node.Id, home);
        var why = branch.Why.Length > 0 ? $": {branch.Why}" : "";

        return PrintableText.Escape($"{name}{why}{NoteOf(branch.Node)}");
    }

    private string NoteOf(ResourceNode node) =>
        node.State switch
        {
            NodeState.Missing => _lacking.Contains(node.Id) ? " (missing)" : " (not found, not needed)",
            NodeState.NotRead => " (not read)",
            NodeState.Outside => " (left out)",
            _ => "",
        };
}
