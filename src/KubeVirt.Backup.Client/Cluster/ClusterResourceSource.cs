using System.Net;
using k8s;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Client.Cluster;

/// <summary>The objects of a live cluster.</summary>
/// <remarks>
/// A wave costs one list for each kind and namespace, in pages; only where a few names are asked, or listing is
/// forbidden, objects are read one by one. Within one run, as a plan is, what was listed is not listed again, and what
/// the cluster serves is asked once. Kinds that are not served and reads that RBAC forbids are findings; a kind whose
/// version goes away meanwhile is asked for once more.
/// </remarks>
public sealed class ClusterResourceSource : IResourceSource
{
    private readonly ClusterConnection _connection;
    private readonly ClusterDiscovery _discovery;
    private readonly ClusterLists _lists;
    private readonly ListMemory? _memory;

    /// <summary>Reads from a cluster.</summary>
    /// <param name="client">The client to use. It is not disposed.</param>
    /// <param name="options">How requests are sent. Default: <see cref="ClusterOptions"/> with its own defaults.</param>
    /// <param name="time">The clock for waits. Default: the system's.</param>
    /// <exception cref="ArgumentException">The client is no <see cref="Kubernetes"/>.</exception>
    public ClusterResourceSource(IKubernetes client, ClusterOptions? options = null, TimeProvider? time = null)
    {
        _connection = new ClusterConnection(client, options, time);
        _discovery = new ClusterDiscovery(_connection);
        _lists = new ClusterLists(_connection);
    }

    private ClusterResourceSource(ClusterResourceSource source) =>
        (_connection, _discovery, _lists, _memory) = (
            source._connection,
            new ClusterDiscovery(source._connection),
            source._lists,
            new ListMemory(source._lists)
        );

    /// <summary>How many requests were sent so far, tries included.</summary>
    public long RequestCount => _connection.Requests;

    /// <inheritdoc/>
    public IResourceSource BeginRun() => _memory is null ? new ClusterResourceSource(this) : this;

    /// <inheritdoc/>
    /// <exception cref="ClusterException">
    /// The server cannot be reached, knows the account no longer, or kept failing.
    /// </exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async ValueTask<ResourceAnswer> FetchAsync(
        IReadOnlyList<ResourceQuery> wave,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(wave);
        var (answer, gone) = await AskAsync(wave, cancellationToken).ConfigureAwait(false);
        if (gone.Count == 0)
            return answer;
        _discovery.Forget(gone);
        (answer, gone) = await AskAsync(wave, cancellationToken).ConfigureAwait(false);
        return new ResourceAnswer(answer.Resources, [.. answer.Findings, .. gone.Select(ClusterFindings.NotServed)]);
    }

    /// <summary>The answers to a wave, and the kinds that the server does not serve as it said.</summary>
    private async Task<(ResourceAnswer Answer, IReadOnlyList<GroupKind> Gone)> AskAsync(
        IReadOnlyList<ResourceQuery> wave,
        CancellationToken cancellationToken
    )
    {
        var failures = await _discovery
            .LoadAsync(wave.Select(query => query.Kind).Distinct(), cancellationToken)
            .ConfigureAwait(false);
        var findings = wave.Where(query => _discovery.Find(query.Kind) is null)
            .Select(query => query.Kind)
            .Distinct()
            .Select(kind =>
                failures.TryGetValue(kind.Group, out var failure)
                    ? ClusterFindings.Unknown(kind, failure)
                    : ClusterFindings.NotServed(kind)
            )
            .ToList();

        var asked = wave.Select(query => new Ask(query, _discovery.Find(query.Kind)))
            .Where(ask => ask.CanBeAnswered)
            .ToList();
        var first = await AnswerAsync([.. asked.SelectMany(FirstReads)], cancellationToken).ConfigureAwait(false);
        var second = await AnswerAsync(
                [.. first.Where(read => read is { IsForbidden: true, Name: null }).SelectMany(read => Gets(read.Ask))],
                cancellationToken
            )
            .ConfigureAwait(false);
        List<Read> all = [.. first, .. second];
        var answer = new ResourceAnswer(
            [.. all.SelectMany(read => read.Answer.Resources)],
            [
                .. findings,
                .. await AbsentAsync(all, cancellationToken).ConfigureAwait(false),
                .. all.SelectMany(read => read.Answer.Findings),
                .. all.Where(read => read.IsForbidden).GroupBy(read => read.Ask).SelectMany(Forbidden),
            ]
        );
        return (answer, [.. all.Where(read => read.IsGone).Select(read => read.Ask.Query.Kind).Distinct()]);
    }

    /// <summary>
    /// A server lists nothing of a namespace that is not there, without an error: where everything was asked and
    /// nothing came, it is looked whether it is.
    /// </summary>
    private async Task<IReadOnlyList<Finding>> AbsentAsync(
        IReadOnlyList<Read> reads,
        CancellationToken cancellationToken
    )
    {
        var findings = new List<Finding>();
        var silent = reads
            .GroupBy(read => read.Ask.Query.Namespace)
            .Where(asked =>
                asked.Any(read => read.Ask.Query.All)
                && asked.All(read => read.Answer.Resources.Count == 0 && !read.IsForbidden)
            );
        foreach (var ns in silent.Select(asked => asked.Key).OfType<string>())
        {
            try
            {
                await _connection.GetAsync($"/api/v1/namespaces/{ns}", "", cancellationToken).ConfigureAwait(false);
            }
            catch (ClusterException e) when (e.StatusCode == HttpStatusCode.NotFound)
            {
                findings.Add(ClusterFindings.NamespaceAbsent(ns));
            }
            catch (ClusterException e) when (e.StatusCode == HttpStatusCode.Forbidden)
            {
                // Rights in a namespace do not take in the namespace itself.
            }
        }

        return findings;
    }

    private async Task<Read[]> AnswerAsync(Read[] reads, CancellationToken cancellationToken)
    {
        await Parallel
            .ForAsync(0, reads.Length, _connection.Parallel(cancellationToken), async (i, token) =>
                reads[i] = await AnswerAsync(reads[i], token).ConfigureAwait(false)
            )
            .ConfigureAwait(false);
        return reads;
    }

    private async Task<Read> AnswerAsync(Read read, CancellationToken cancellationToken)
    {
        var (kind, ns) = (read.Ask.Served!, read.Ask.Query.Namespace);
        try
        {
            return read with
            {
                Answer =
                    read.Name is not null
                        ? await _lists.GetAsync(kind, ns, read.Name, cancellationToken).ConfigureAwait(false)
                    : _memory is not null && (read.Ask.Filter.Selector is null || _memory.Holds(kind, ns))
                        ? await _memory.ListAsync(kind, ns, read.Ask.Filter, cancellationToken).ConfigureAwait(false)
                    : await _lists.ListAsync(kind, ns, read.Ask.Filter, cancellationToken).ConfigureAwait(false),
            };
        }
        catch (ClusterException e) when (e.StatusCode == HttpStatusCode.Forbidden)
        {
            return read with { IsForbidden = true };
        }
        catch (ClusterException e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            // The kind, or its version, was removed since it was discovered.
            return read with { IsGone = true };
        }
    }

    /// <summary>What was listed is cheaper than anything.</summary>
    private IEnumerable<Read> FirstReads(Ask ask) =>
        ask.Filter.NamesOnly
        && _memory?.Holds(ask.Served!, ask.Query.Namespace) != true
        && ask.Query.Names.Count <= _connection.Options.SingleGets
            ? Gets(ask)
            : [new Read(ask, null)];

    private static IEnumerable<Read> Gets(Ask ask) => ask.Filter.Names.Select(name => new Read(ask, name));

    /// <summary>
    /// One finding for each kind and namespace. A list that was forbidden is forgiven where single objects were all
    /// that was asked, and could be read.
    /// </summary>
    private static IEnumerable<Finding> Forbidden(IGrouping<Ask, Read> reads)
    {
        var (ask, names) = (reads.Key, reads.Select(read => read.Name).OfType<string>().ToList());
        var list = reads.Any(read => read.Name is null);
        if (list && (!ask.Filter.NamesOnly || names.Count > 0))
            yield return ClusterFindings.Forbidden(
                ask.Served!,
                ask.Query.Namespace,
                names.Count > 0 ? "list and get" : "list",
                names
            );
        else if (names.Count > 0)
            yield return ClusterFindings.Forbidden(ask.Served!, ask.Query.Namespace, "get", names);
    }

    private sealed record Ask(ResourceQuery Query, ServedKind? Served)
    {
        public QueryFilter Filter { get; } = new(Query);

        /// <summary>Not so where the kind is not served, or lives elsewhere than the reference says.</summary>
        public bool CanBeAnswered =>
            Served is not null && (Query.Namespace is null ? Query.All || !Served.IsNamespaced : Served.IsNamespaced);
    }

    private sealed record Read(Ask Ask, string? Name)
    {
        public ResourceAnswer Answer { get; init; } = new([]);

        public bool IsForbidden { get; init; }

        public bool IsGone { get; init; }
    }
}
