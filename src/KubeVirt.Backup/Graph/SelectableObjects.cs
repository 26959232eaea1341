using System.Runtime.InteropServices;

namespace KubeVirt.Backup.Graph;

/// <summary>
/// Objects that selectors choose from, by their labels: a selector looks at those alone that bear the rarest of its
/// labels.
/// </summary>
internal sealed class SelectableObjects
{
    private readonly Dictionary<string, List<Entry>> _byNamespace = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Namespace, string Key, string Value), List<Entry>> _byLabel = [];

    /// <summary>Adds an object.</summary>
    /// <param name="node">The number of its node.</param>
    /// <param name="resource">The object, which lives in a namespace.</param>
    /// <param name="labels">The labels by which it is chosen.</param>
    public void Add(int node, Resource resource, IReadOnlyDictionary<string, string> labels)
    {
        var namespaceName = resource.Id.Namespace ?? "";
        var entry = new Entry(node, labels);
        Add(_byNamespace, namespaceName, entry);
        foreach (var (key, value) in labels)
            Add(_byLabel, (namespaceName, key, value), entry);
    }

    /// <summary>The nodes in a namespace that a selector chooses, in the order in which they were added.</summary>
    public IEnumerable<int> Find(string? namespaceName, LabelQuery query) =>
        Candidates(namespaceName ?? "", query).Where(entry => query.Matches(entry.Labels)).Select(entry => entry.Node);

    private List<Entry> Candidates(string namespaceName, LabelQuery query)
    {
        var fewest = _byNamespace.GetValueOrDefault(namespaceName, []);
        foreach (var (key, value) in query.Labels)
        {
            var bearers = _byLabel.GetValueOrDefault((namespaceName, key, value), []);
            if (bearers.Count < fewest.Count)
                fewest = bearers;
        }

        foreach (var expression in query.Expressions.Where(expression => expression.Operator == "In"))
        {
            var bearers = Bearers(namespaceName, expression);
            if (bearers.Sum(list => list.Count) < fewest.Count)
                fewest = [.. bearers.SelectMany(list => list).OrderBy(entry => entry.Node)];
        }

        return fewest;
    }

    /// <summary>The objects that bear a label with one of the values that an expression allows, a list for each value.</summary>
    private List<List<Entry>> Bearers(string namespaceName, LabelQuery.Expression expression) =>
        [
            .. expression
                .Values.Select(value => _byLabel.GetValueOrDefault((namespaceName, expression.Key, value)))
                .OfType<List<Entry>>(),
        ];

    private static void Add<TKey>(Dictionary<TKey, List<Entry>> lists, TKey key, Entry entry)
        where TKey : notnull
    {
        ref var list = ref CollectionsMarshal.GetValueRefOrAddDefault(lists, key, out _);
        list ??= [];
        list.Add(entry);
    }

    private readonly record struct Entry(int Node, IReadOnlyDictionary<string, string> Labels);
}
