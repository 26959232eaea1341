using System.Collections.Concurrent;
using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Client.Cluster;

/// <summary>
/// The whole lists of one run, so that none is read twice. What nobody wanted of them is forgotten with it.
/// </summary>
internal sealed class ListMemory(ClusterLists lists)
{
    private readonly ConcurrentDictionary<(GroupKind Kind, string? Namespace), IReadOnlyList<Resource>> _whole = new();

    public bool Holds(ServedKind kind, string? ns) => _whole.ContainsKey((kind.Kind, ns));

    /// <summary>What a filter wants of a list. What was odd about it is told the first time.</summary>
    /// <exception cref="ClusterException">The server failed or refused.</exception>
    public async Task<ResourceAnswer> ListAsync(
        ServedKind kind,
        string? ns,
        QueryFilter filter,
        CancellationToken cancellationToken
    )
    {
        if (_whole.TryGetValue((kind.Kind, ns), out var known))
            return new ResourceAnswer(Wanted(known, filter));
        var answer = await lists
            .ListAsync(kind, ns, new QueryFilter(new ResourceQuery(kind.Kind, ns) { All = true }), cancellationToken)
            .ConfigureAwait(false);
        _whole[(kind.Kind, ns)] = answer.Resources;
        return new ResourceAnswer(Wanted(answer.Resources, filter), answer.Findings);
    }

    /// <summary>
    /// Slices keep their page in memory, beyond the run: those of a list that is mostly unwanted are copied out of it.
    /// </summary>
    private static List<Resource> Wanted(IReadOnlyList<Resource> all, QueryFilter filter)
    {
        var wanted = all.Where(filter.Wants).ToList();
        return wanted.Count * 2 > all.Count ? wanted : wanted.ConvertAll(ClusterLists.Copy);
    }
}
