using System.Net;
using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Client.Cluster;

/// <summary>Decides how what a query asks for is read, so that it costs the least.</summary>
/// <param name="connection">The connection to the cluster.</param>
/// <param name="isRun">Whether all reads belong to one run, so that what was read is kept.</param>
internal sealed class ClusterReader(ClusterConnection connection, bool isRun)
{
    private readonly ClusterLists _lists = new(connection);
    private readonly RunCache? _cache = isRun ? new RunCache(new ClusterLists(connection)) : null;

    /// <summary>Whether the list of a kind is there or underway, so that reading of it costs nothing more.</summary>
    public bool IsListed(ServedKind kind, string? namespaceName) => _cache?.Holds(kind, namespaceName) == true;

    /// <summary>Reads a list as far as it is wanted, or one object.</summary>
    /// <exception cref="ClusterException">The server failed or refused.</exception>
    public Task<ResourceAnswer> ReadAsync(ClusterRead read, CancellationToken cancellationToken)
    {
        var (kind, filter) = (read.Query.Served!, read.Query.Filter);
        var namespaceName = read.Query.Query.Namespace;
        if (read.Name is not null)
            return GetAsync(kind, namespaceName, read.Name, cancellationToken);

        if (read.Query.Query.MetadataOnly)
            return _lists.ListMetadataAsync(kind, namespaceName, cancellationToken);

        var isListed = IsListed(kind, namespaceName);
        if (filter.NamesOnly && !isListed)
            return ReadNamesAsync(kind, namespaceName, filter, cancellationToken);

        // A list that the server selects from is small, and not worth keeping.
        return _cache is not null && (filter.Selector is null || isListed)
            ? _cache.ListAsync(kind, namespaceName, filter, cancellationToken)
            : _lists.ListAsync(kind, namespaceName, filter, cancellationToken);
    }

    /// <summary>
    /// Reads many names from the list of their kind, and those that stand far behind in a long one by themselves.
    /// </summary>
    private async Task<ResourceAnswer> ReadNamesAsync(
        ServedKind kind,
        string? namespaceName,
        QueryFilter filter,
        CancellationToken cancellationToken
    )
    {
        var names = filter.Names.ToHashSet(StringComparer.Ordinal);
        var list = await _lists.ListForNamesAsync(kind, namespaceName, names, cancellationToken).ConfigureAwait(false);
        var found = ClusterLists.Select(list.Answer.Resources, filter.Selects);
        if (list.IsWhole)
        {
            _cache?.Keep(kind, namespaceName, list.Answer);
            return new ResourceAnswer(found, list.Answer.Findings);
        }

        try
        {
            names.ExceptWith(found.Select(resource => resource.Id.Name));
            var rest = await GetAsync(kind, namespaceName, names, cancellationToken).ConfigureAwait(false);
            return new ResourceAnswer([.. found, .. rest.Resources], [.. list.Answer.Findings, .. rest.Findings]);
        }
        catch (ClusterException e) when (e.StatusCode == HttpStatusCode.Forbidden)
        {
            // There are rights to list without those to read single objects.
            return await _lists.ListAsync(kind, namespaceName, filter, cancellationToken).ConfigureAwait(false);
        }
    }

    private Task<ResourceAnswer> GetAsync(
        ServedKind kind,
        string? namespaceName,
        string name,
        CancellationToken cancellationToken
    ) =>
        _cache is null
            ? _lists.GetAsync(kind, namespaceName, name, cancellationToken)
            : _cache.GetAsync(kind, namespaceName, name, cancellationToken);

    private async Task<ResourceAnswer> GetAsync(
        ServedKind kind,
        string? namespaceName,
        IEnumerable<string> names,
        CancellationToken cancellationToken
    )
    {
        var parallel = connection.ParallelLists(cancellationToken);
        var inOrder = names.Order(StringComparer.Ordinal);
        var answers = await SideBySide
            .SelectAsync(inOrder, parallel, (name, token) => GetAsync(kind, namespaceName, name, token))
            .ConfigureAwait(false);

        return new ResourceAnswer(
            [.. answers.SelectMany(answer => answer.Resources)],
            [.. answers.SelectMany(answer => answer.Findings)]
        );
    }
}
