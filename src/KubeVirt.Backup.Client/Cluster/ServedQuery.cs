using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Client.Cluster;

/// <summary>A query, and how the server serves its kind.</summary>
/// <param name="Query">The query.</param>
/// <param name="Served">How its kind is served; <see langword="null"/> where it is not.</param>
internal sealed record ServedQuery(ResourceQuery Query, ServedKind? Served)
{
    /// <summary>What the query selects of a list.</summary>
    public QueryFilter Filter { get; } = new(Query);

    /// <summary>
    /// Whether there can be an answer: not so where the kind is not served, or has its objects in namespaces and the
    /// query has none, or the other way round.
    /// </summary>
    public bool CanBeAnswered
    {
        get
        {
            if (Served is null)
                return false;

            return Query.Namespace is null ? Query.All || !Served.IsNamespaced : Served.IsNamespaced;
        }
    }
}
