using System.Net;
using k8s;
using KubeVirt.Backup.Client.Sessions;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Client.Cluster;

/// <summary>The objects of a live cluster, as a source of plans.</summary>
/// <remarks>
/// A wave of queries costs one list for each kind and namespace, in pages; only where a few names are asked, or listing
/// is forbidden, objects are read one by one. Within one run, as a plan is, what was listed is not listed again, and
/// what the cluster serves is asked once. Kinds that are not served and reads that RBAC forbids are findings; a kind
/// whose version goes away meanwhile is asked for once more.
/// </remarks>
/// <example>
/// <code language="csharp">
/// var source = new ClusterResourceSource(client);
/// var found = await BackupPlanner.PlanAsync(source, new PlanOptions(), cancellationToken);
/// Console.WriteLine($"{found} ({source.RequestCount} requests)");
/// </code>
/// </example>
public sealed class ClusterResourceSource : IResourceSource, IClusterIdentitySource
{
    private readonly ClusterConnection _connection;
    private readonly ClusterDiscovery _discovery;
    private readonly ClusterReader _reader;
    private readonly bool _isRun;

    /// <summary>Creates a source that reads from one cluster.</summary>
    /// <param name="client">The client to use. It is not disposed.</param>
    /// <param name="options">
    /// How requests are sent. Default: <see cref="ClusterOptions"/> with its own defaults.
    /// </param>
    /// <param name="time">The clock for waits. Default: the system's.</param>
    /// <exception cref="ArgumentException">The client is no <see cref="Kubernetes"/>.</exception>
    public ClusterResourceSource(IKubernetes client, ClusterOptions? options = null, TimeProvider? time = null)
    {
        _connection = new ClusterConnection(client, options, time);
        _discovery = new ClusterDiscovery(_connection);
        _reader = new ClusterReader(_connection, isRun: false);
    }

    /// <summary>A source for one run, over the same connection.</summary>
    private ClusterResourceSource(ClusterResourceSource source)
    {
        _connection = source._connection;
        _discovery = new ClusterDiscovery(source._connection);
        _reader = new ClusterReader(source._connection, isRun: true);
        _isRun = true;
    }

    /// <summary>How many requests were sent so far, each try counted, those of its runs included.</summary>
    public long RequestCount => _connection.Requests;

    /// <inheritdoc/>
    public Task<ClusterIdentity> IdentifyAsync(CancellationToken cancellationToken = default) =>
        new ClusterIdentityReader(_connection).ReadAsync(this, cancellationToken);

    /// <inheritdoc/>
    public IResourceSource BeginRun() => _isRun ? this : new ClusterResourceSource(this);

    /// <inheritdoc/>
    /// <exception cref="ClusterException">
    /// The server cannot be reached, no longer knows the account, or kept failing.
    /// </exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async ValueTask<ResourceAnswer> FetchAsync(
        IReadOnlyList<ResourceQuery> wave,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(wave);
        var (answer, gone) = await AnswerAsync(wave, cancellationToken).ConfigureAwait(false);
        if (gone.Count == 0)
            return answer;

        // The cluster may have been updated underway.
        _discovery.Forget(gone);
        (answer, gone) = await AnswerAsync(wave, cancellationToken).ConfigureAwait(false);
        var missed = gone.Where(kind => IsWanted(wave, kind)).Select(ClusterFindings.NotServed);

        return new ResourceAnswer(answer.Resources, [.. answer.Findings, .. missed])
        {
            NotRead = answer.NotRead,
            NotServed = [.. answer.NotServed, .. gone],
        };
    }

    /// <summary>
    /// The answers to a wave, and the kinds that the server does not serve though discovery lists them.
    /// </summary>
    private async Task<(ResourceAnswer Answer, IReadOnlyList<GroupKind> Gone)> AnswerAsync(
        IReadOnlyList<ResourceQuery> wave,
        CancellationToken cancellationToken
    )
    {
        var discovered = await DiscoverAsync(wave, cancellationToken).ConfigureAwait(false);
        var asked = wave.Select(query => new ServedQuery(query, _discovery.Find(query.Kind)))
            .Where(query => query.CanBeAnswered)
            .ToList();
        var first = await ReadAsync([.. asked.SelectMany(FirstReads)], cancellationToken).ConfigureAwait(false);

        // Where listing is forbidden, reading single objects may be allowed.
        var forbiddenLists = first.Where(read => read is { IsForbidden: true, Name: null });
        ClusterRead[] gets = [.. forbiddenLists.SelectMany(read => SingleReads(read.Query))];
        var second = await ReadAsync(gets, cancellationToken).ConfigureAwait(false);

        List<ClusterRead> reads = [.. first, .. second];
        var absent = await FindAbsentNamespacesAsync(reads, cancellationToken).ConfigureAwait(false);
        var unreadable = reads.SelectMany(read => read.Answer.Findings);
        var ofUnknownKinds = wave.Where(query => discovered.Unknown.Contains(query.Kind));
        var forbidden = reads.Where(read => read.IsForbidden).GroupBy(read => read.Query).ToList();
        var answer = new ResourceAnswer(
            [.. reads.SelectMany(read => read.Answer.Resources)],
            [.. discovered.Findings, .. absent, .. unreadable, .. forbidden.SelectMany(Forbidden)]
        )
        {
            NotRead = [.. ofUnknownKinds.Select(All), .. forbidden.Select(NotRead)],
            NotServed = discovered.NotServed,
        };
        var gone = reads.Where(read => read.IsGone).Select(read => read.Query.Query.Kind).Distinct();

        return (answer, [.. gone]);
    }

    /// <summary>Asks how the cluster serves the kinds of a wave, and reports those that it does not.</summary>
    private async Task<Discovered> DiscoverAsync(IReadOnlyList<ResourceQuery> wave, CancellationToken cancellationToken)
    {
        var kinds = wave.Select(query => query.Kind).Distinct().ToList();
        var failures = await _discovery.LoadAsync(kinds, cancellationToken).ConfigureAwait(false);
        var findings = new List<Finding>();
        var unknown = new HashSet<GroupKind>();
        var notServed = new HashSet<GroupKind>();
        foreach (var kind in kinds.Where(kind => _discovery.Find(kind) is null))
        {
            if (!failures.TryGetValue(kind.Group, out var failure))
            {
                notServed.Add(kind);
                if (IsWanted(wave, kind))
                    findings.Add(ClusterFindings.NotServed(kind));
                continue;
            }

            findings.Add(ClusterFindings.Unknown(kind, failure));
            unknown.Add(kind);
        }

        return new Discovered(findings, unknown, notServed);
    }

    /// <summary>Whether somebody counts on a kind, so that it is reported where the cluster does not serve it.</summary>
    private static bool IsWanted(IReadOnlyList<ResourceQuery> wave, GroupKind kind) =>
        wave.Any(query => query.Kind == kind && !query.MayBeAbsent);

    /// <summary>
    /// Finds namespaces that are not there. A server lists nothing of such a namespace, without an error: where
    /// everything was asked and nothing came, the namespace itself is read.
    /// </summary>
    private async Task<IReadOnlyList<Finding>> FindAbsentNamespacesAsync(
        IReadOnlyList<ClusterRead> reads,
        CancellationToken cancellationToken
    )
    {
        var byNamespace = reads.GroupBy(read => read.Query.Query.Namespace);
        var withoutObjects = byNamespace.Where(asked =>
            asked.Any(read => read.Query.Query is { All: true, MayBeAbsent: false }) && asked.All(read => read.IsEmpty)
        );
        var empty = withoutObjects.Select(asked => asked.Key).OfType<string>();

        var findings = new List<Finding>();
        foreach (var name in empty)
        {
            try
            {
                await _connection.GetAsync($"/api/v1/namespaces/{name}", "", cancellationToken).ConfigureAwait(false);
            }
            catch (ClusterException e) when (e.StatusCode == HttpStatusCode.NotFound)
            {
                findings.Add(ClusterFindings.NamespaceAbsent(name));
            }
            catch (ClusterException e) when (e.StatusCode == HttpStatusCode.Forbidden)
            {
                // Rights in a namespace do not include the namespace itself.
            }
        }

        return findings;
    }

    /// <summary>Reads in parallel. Each place of the array gets what was read.</summary>
    private async Task<ClusterRead[]> ReadAsync(ClusterRead[] reads, CancellationToken cancellationToken)
    {
        await Parallel
            .ForAsync(0, reads.Length, _connection.ParallelLists(cancellationToken), async (i, token) =>
                reads[i] = await ReadAsync(reads[i], token).ConfigureAwait(false)
            )
            .ConfigureAwait(false);
        return reads;
    }

    private async Task<ClusterRead> ReadAsync(ClusterRead read, CancellationToken cancellationToken)
    {
        try
        {
            return read with { Answer = await _reader.ReadAsync(read, cancellationToken).ConfigureAwait(false) };
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

    /// <summary>
    /// How a query is read first: few names one by one, all else as a list. A list that was read costs nothing more.
    /// </summary>
    private IEnumerable<ClusterRead> FirstReads(ServedQuery query)
    {
        var isListed = _reader.IsListed(query.Served!, query.Query.Namespace);
        var isFew = query.Filter.NamesOnly && query.Query.Names.Count <= _connection.Options.SingleGets;
        return isFew && !isListed ? SingleReads(query) : [new ClusterRead(query, null)];
    }

    private static IEnumerable<ClusterRead> SingleReads(ServedQuery query) =>
        query.Filter.Names.Select(name => new ClusterRead(query, name));

    private static ResourceQuery All(ResourceQuery query) => new(query.Kind, query.Namespace) { All = true };

    /// <summary>
    /// What of a query is not known: the names that may not be read one by one either, and the list where more than names
    /// was asked for.
    /// </summary>
    private static ResourceQuery NotRead(IGrouping<ServedQuery, ClusterRead> reads)
    {
        var query = reads.Key;
        var isListForbidden = reads.Any(read => read.Name is null) && !query.Filter.NamesOnly;
        return new ResourceQuery(query.Query.Kind, query.Query.Namespace)
        {
            Names = [.. reads.Select(read => read.Name).OfType<string>()],
            All = isListForbidden,
        };
    }

    /// <summary>
    /// One finding for each kind and namespace. A list that was forbidden is not reported where single objects were all
    /// that was asked, and could be read.
    /// </summary>
    private static IEnumerable<Finding> Forbidden(IGrouping<ServedQuery, ClusterRead> reads)
    {
        var query = reads.Key;
        var names = reads.Select(read => read.Name).OfType<string>().ToList();
        var isListForbidden = reads.Any(read => read.Name is null) && (!query.Filter.NamesOnly || names.Count > 0);
        if (!isListForbidden && names.Count == 0)
            yield break;

        var verb = (isListForbidden, names.Count) switch
        {
            (true, 0) => "list",
            (true, _) => "list and get",
            _ => "get",
        };
        yield return ClusterFindings.Forbidden(query.Served!, query.Query.Namespace, verb, names);
    }

    /// <summary>What is known of the kinds of a wave.</summary>
    /// <param name="Findings">Those that the cluster does not serve, or does not report.</param>
    /// <param name="Unknown">The kinds that it does not report.</param>
    /// <param name="NotServed">The kinds that it certainly does not serve.</param>
    private sealed record Discovered(
        IReadOnlyList<Finding> Findings,
        IReadOnlySet<GroupKind> Unknown,
        IReadOnlyCollection<GroupKind> NotServed
    );
}
