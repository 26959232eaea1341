using System.Collections.Concurrent;
using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Client.Cluster;

/// <summary>
/// What was read in one run, so that nothing is read twice, by several waves at once neither. What no query wanted of a
/// list is kept, too, until the run ends.
/// </summary>
internal sealed class RunCache(ClusterLists lists)
{
    private readonly SharedReads<(GroupKind Kind, string? Namespace)> _whole = new();
    private readonly SharedReads<(GroupKind Kind, string? Namespace, string Name)> _single = new();

    /// <summary>Whether the list of a kind in a namespace has been read, or is being read.</summary>
    public bool Holds(ServedKind kind, string? namespaceName) => _whole.Holds((kind.Kind, namespaceName));

    /// <summary>Keeps a list that was read whole.</summary>
    public void Keep(ServedKind kind, string? namespaceName, ResourceAnswer whole) =>
        _whole.Keep((kind.Kind, namespaceName), whole);

    /// <summary>What a filter selects of a list, with the findings on the list.</summary>
    /// <exception cref="ClusterException">The server failed or refused.</exception>
    public async Task<ResourceAnswer> ListAsync(
        ServedKind kind,
        string? namespaceName,
        QueryFilter filter,
        CancellationToken cancellationToken
    )
    {
        var all = new QueryFilter(new ResourceQuery(kind.Kind, namespaceName) { All = true });
        var answer = await _whole
            .ReadAsync(
                (kind.Kind, namespaceName),
                () => lists.ListAsync(kind, namespaceName, all, cancellationToken),
                cancellationToken
            )
            .ConfigureAwait(false);

        return new ResourceAnswer(ClusterLists.Select(answer.Resources, filter.Selects), answer.Findings);
    }

    /// <summary>One object, or nothing where it is not there.</summary>
    /// <exception cref="ClusterException">The server failed or refused, or does not serve the kind.</exception>
    public Task<ResourceAnswer> GetAsync(
        ServedKind kind,
        string? namespaceName,
        string name,
        CancellationToken cancellationToken
    ) =>
        _single.ReadAsync(
            (kind.Kind, namespaceName, name),
            () => lists.GetAsync(kind, namespaceName, name, cancellationToken),
            cancellationToken
        );

    /// <summary>Reads that are begun once, whoever waits for them.</summary>
    private sealed class SharedReads<TKey>
        where TKey : notnull
    {
        private readonly ConcurrentDictionary<TKey, Lazy<Task<ResourceAnswer>>> _reads = new();

        public bool Holds(TKey key) => _reads.ContainsKey(key);

        public void Keep(TKey key, ResourceAnswer answer) =>
            _reads.TryAdd(key, new Lazy<Task<ResourceAnswer>>(Task.FromResult(answer)));

        /// <summary>What was read for a key, or is read now.</summary>
        public Task<ResourceAnswer> ReadAsync(
            TKey key,
            Func<Task<ResourceAnswer>> read,
            CancellationToken cancellationToken
        )
        {
            var shared = _reads.GetOrAdd(key, _ => new Lazy<Task<ResourceAnswer>>(() => ForgetFailureAsync(key, read)));
            return shared.Value.WaitAsync(cancellationToken);
        }

        /// <summary>What failed is asked for again: the kind may be served in another version meanwhile.</summary>
        private async Task<ResourceAnswer> ForgetFailureAsync(TKey key, Func<Task<ResourceAnswer>> read)
        {
            try
            {
                return await read().ConfigureAwait(false);
            }
            catch (Exception)
            {
                _reads.TryRemove(key, out _);
                throw;
            }
        }
    }
}
