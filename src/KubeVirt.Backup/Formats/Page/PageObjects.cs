using System.Text.Json;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Formats;

/// <summary>
/// Writes the objects of a graph and their references for a page, a list for each thing that is known of them: numbers
/// and lists are small.
/// </summary>
/// <param name="graph">The graph; objects are known by their places in its nodes.</param>
/// <param name="sets">Its objects in the order of a restore.</param>
/// <param name="texts">The texts of the page.</param>
internal sealed class PageObjects(ResourceGraph graph, IReadOnlyList<IReadOnlyList<ResourceId>> sets, PageTexts texts)
{
    private readonly Dictionary<ResourceId, int> _places = graph
        .Nodes.Index()
        .ToDictionary(entry => entry.Item.Id, entry => entry.Index);

    /// <summary>The place of an object in the graph; -1 where that does not hold it.</summary>
    public int PlaceOf(ResourceId? id) => id is { } known ? _places.GetValueOrDefault(known, -1) : -1;

    /// <summary>Writes <c>roots</c>, <c>machines</c>, <c>nodes</c>, <c>shapes</c> and <c>edges</c>.</summary>
    /// <param name="writer">Where to write.</param>
    /// <param name="roots">The objects that all others are there for.</param>
    /// <param name="groups">Which machine each object belongs to.</param>
    public void Write(Utf8JsonWriter writer, IEnumerable<ResourceId> roots, MachineGroups groups)
    {
        writer.WriteNumbers("roots", roots.Select(root => PlaceOf(root)).Where(place => place >= 0));
        writer.WriteNumbers("machines", groups.Machines);
        WriteNodes(writer, groups);
        WriteEdges(writer);
    }

    /// <summary>
    /// Of each object: kind, namespace, name, state, set, group, and why it was left out, if it was. States are those of
    /// the picture: 0 for what was found, 1 for what is missing, 2 for what is missing and needed by nobody, 3 for what was
    /// not read, 4 for what was left out.
    /// </summary>
    private void WriteNodes(Utf8JsonWriter writer, MachineGroups groups)
    {
        var nodes = graph.Nodes;
        var setOf = new int[nodes.Count];
        Array.Fill(setOf, -1);
        foreach (var (number, set) in sets.Index())
        {
            foreach (var place in set.Select(id => PlaceOf(id)).Where(place => place >= 0))
                setOf[place] = number;
        }

        var lacking = Lacking.Of(graph);
        writer.WriteStartObject("nodes");
        writer.WriteNumbers("kind", nodes.Select(node => texts.NumberOf(node.Id.Kind.ToString())));
        writer.WriteNumbers("namespace", nodes.Select(node => texts.NumberOf(node.Id.Namespace)));
        writer.WriteStartArray("name");
        foreach (var node in nodes)
            writer.WriteStringValue(PrintableText.Escape(node.Id.Name));
        writer.WriteEndArray();
        writer.WriteNumbers("state", nodes.Select(node => StateOf(node, lacking)));
        writer.WriteNumbers("set", setOf);
        writer.WriteNumbers("group", nodes.Select((_, place) => groups[place]));
        writer.WriteNumbers("note", nodes.Select(node => texts.NumberOf(node.LeftOut)));
        WriteClasses(writer);
        writer.WriteEndObject();
    }

    /// <summary>
    /// The class of each object that was found, with its reason and source. They are few, and alike at most objects of a
    /// kind, so they cost little more than their numbers.
    /// </summary>
    private void WriteClasses(Utf8JsonWriter writer)
    {
        var classes = graph
            .Nodes.Select(node => node.Resource is { } found ? Classifier.Of(found, graph) : null)
            .ToList();
        writer.WriteNumbers("class", classes.Select(one => texts.NumberOf(one?.Class.ToString().ToLowerInvariant())));
        writer.WriteNumbers("reason", classes.Select(one => texts.NumberOf(one?.Reason)));
        writer.WriteNumbers("source", classes.Select(one => texts.NumberOf(one?.Source)));
    }

    /// <summary>
    /// The references, in the order of the objects that hold them: how many each holds, then where each leads, and its
    /// shape, which is its pointer, reason, relation and flags.
    /// </summary>
    /// <remarks>What references say is alike at many objects: each saying stands once, as a shape.</remarks>
    private void WriteEdges(Utf8JsonWriter writer)
    {
        var shapes = new Dictionary<(int Path, int Why, Relation Relation, int Flags), int>();
        var targets = new List<int>();
        var shapeOf = new List<int>();
        var counts = new int[graph.Nodes.Count];
        foreach (var edge in graph.Edges)
        {
            var reference = edge.Reference;
            var shape = (
                texts.NumberOf(reference.Path),
                texts.NumberOf(reference.Why),
                reference.Relation,
                FlagsOf(edge)
            );
            shapes.TryAdd(shape, shapes.Count);
            targets.Add(PlaceOf(edge.To));
            shapeOf.Add(shapes[shape]);
            counts[PlaceOf(edge.From)]++;
        }

        writer.WriteStartArray("shapes");
        foreach (var (path, why, relation, flags) in shapes.Keys)
            writer.WriteNumbers([path, why, (int)relation, flags]);
        writer.WriteEndArray();
        writer.WriteStartObject("edges");
        writer.WriteNumbers("count", counts);
        writer.WriteNumbers("to", targets);
        writer.WriteNumbers("shape", shapeOf);
        writer.WriteEndObject();
    }

    /// <summary>Whether a reference is required, followed, and joins its holder to what it names, as bits.</summary>
    private static int FlagsOf(ResourceEdge edge)
    {
        const int Required = 1;
        const int Followed = 2;
        const int Joins = 4;

        return (edge.IsRequired ? Required : 0)
            | (edge.Reference.IsFollowed ? Followed : 0)
            | (edge.Reference.JoinsTarget ? Joins : 0);
    }

    /// <summary>The state as a page shows it: an object that nobody needs is not missed.</summary>
    /// <param name="node">The object.</param>
    /// <param name="lacking">What makes a difference of all that was not found.</param>
    private static int StateOf(ResourceNode node, HashSet<ResourceId> lacking) =>
        node.State switch
        {
            NodeState.Observed => 0,
            NodeState.Missing when lacking.Contains(node.Id) => 1,
            NodeState.Missing => 2,
            NodeState.NotRead => 3,
            _ => 4,
        };
}
