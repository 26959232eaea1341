using System.Collections.Concurrent;
using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Client.Cluster;

/// <summary>
/// The whole lists of one run, so that none is read twice. What no query wanted of them is kept, too, until the run
/// ends.
/// </summary>
internal sealed class ListCache(ClusterLists lists)
{
    private readonly ConcurrentDictionary<(GroupKind Kind, string? Namespace), IReadOnlyList<Resource>> _whole = new();

    /// <summary>Whether the list of a kind in a namespace has been read.</summary>
    public bool Holds(ServedKind kind, string? namespaceName) => _whole.ContainsKey((kind.Kind, namespaceName));

    /// <summary>What a filter selects of a list. Findings on the list are returned the first time only.</summary>
    /// <exception cref="ClusterException">The server failed or refused.</exception>
    public async Task<ResourceAnswer> ListAsync(
        ServedKind kind,
        string? namespaceName,
        QueryFilter filter,
        CancellationToken cancellationToken
    )
    {
        if (_whole.TryGetValue((kind.Kind, namespaceName), out var known))
            return new ResourceAnswer(Select(known, filter));

        var all = new QueryFilter(new ResourceQuery(kind.Kind, namespaceName) { All = true });
        var answer = await lists.ListAsync(kind, namespaceName, all, cancellationToken).ConfigureAwait(false);
        _whole[(kind.Kind, namespaceName)] = answer.Resources;
        return new ResourceAnswer(Select(answer.Resources, filter), answer.Findings);
    }

    /// <summary>
    /// Slices keep their page in memory, beyond the run: those of a list that is mostly unwanted are copied out of it.
    /// </summary>
    private static List<Resource> Select(IReadOnlyList<Resource> all, QueryFilter filter)
    {
        var selected = all.Where(filter.Selects).ToList();
        return selected.Count * 2 > all.Count ? selected : selected.ConvertAll(ClusterLists.Copy);
    }
}
