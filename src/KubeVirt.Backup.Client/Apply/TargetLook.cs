using System.Collections.Concurrent;
using System.Net;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Client.Apply;

/// <summary>
/// Looks at a target for a rehearsal. What may not be read is noted as a finding, and is unknown; what fails otherwise
/// is an exception.
/// </summary>
/// <param name="connection">The target.</param>
/// <param name="known">Objects that were read already.</param>
internal sealed class TargetLook(ClusterConnection connection, IReadOnlyDictionary<ResourceId, Resource> known)
{
    private readonly ClusterDiscovery _discovery = new(connection);
    private readonly ClusterLists _lists = new(connection);
    private readonly ConcurrentBag<Finding> _findings = [];
    private readonly ConcurrentBag<ResourceId> _unread = [];
    private IReadOnlyDictionary<string, ClusterException> _failures = new Dictionary<string, ClusterException>();

    /// <summary>What could not be read, and why.</summary>
    public IEnumerable<Finding> Findings => _findings.Distinct().Order();

    /// <summary>The objects of which is not known whether they are there.</summary>
    public IReadOnlyList<ResourceId> Unread => [.. _unread.Distinct().Order()];

    /// <summary>Asks how kinds are served. A group that does not answer is unknown later.</summary>
    /// <exception cref="ClusterException">The server cannot be asked what it serves.</exception>
    public async Task DiscoverAsync(IEnumerable<GroupKind> kinds, CancellationToken cancellationToken) =>
        _failures = await _discovery.LoadAsync(kinds.Distinct(), cancellationToken).ConfigureAwait(false);

    /// <summary>Notes that something is not known.</summary>
    public void Note(string what, string why) => _findings.Add(PreflightFindings.NotKnown(what, why));

    /// <summary>
    /// What is there of a kind; <see langword="null"/>, and a finding, where that is not known.
    /// </summary>
    /// <exception cref="ClusterException">It cannot be read, other than for want of rights.</exception>
    public async Task<IReadOnlyList<Resource>?> ListAsync(
        ResourceQuery query,
        string what,
        CancellationToken cancellationToken
    )
    {
        if (FindServed(query.Kind, what) is not { } served)
            return null;

        try
        {
            var filter = new QueryFilter(query);
            var answer = await _lists
                .ListAsync(served, query.Namespace, filter, cancellationToken)
                .ConfigureAwait(false);
            return answer.Resources;
        }
        catch (ClusterException e) when (e.StatusCode == HttpStatusCode.Forbidden)
        {
            Note(what, e.Message);
            return null;
        }
    }

    /// <summary>
    /// One object; <see langword="null"/> where it is not there, and, with a finding, where that is not known.
    /// </summary>
    /// <exception cref="ClusterException">It cannot be read, other than for want of rights.</exception>
    public async Task<Resource?> GetAsync(ResourceId id, CancellationToken cancellationToken)
    {
        if (known.TryGetValue(id, out var read))
            return read;
        if (_failures.TryGetValue(id.Kind.Group, out var failure))
        {
            NoteUnread(id, failure);
            return null;
        }

        // An object of a kind that is not served is not there.
        if (_discovery.Find(id.Kind) is not { } served)
            return null;

        try
        {
            var answer = await _lists.GetAsync(served, id.Namespace, id.Name, cancellationToken).ConfigureAwait(false);
            return answer.Resources is [var found] ? found : null;
        }
        catch (ClusterException e) when (e.StatusCode == HttpStatusCode.Forbidden)
        {
            NoteUnread(id, e);
            return null;
        }
    }

    private void NoteUnread(ResourceId id, ClusterException why)
    {
        _unread.Add(id);
        Note($"whether {id} is there", why.Message);
    }

    private ServedKind? FindServed(GroupKind kind, string what)
    {
        if (_failures.TryGetValue(kind.Group, out var failure))
            Note(what, failure.Message);
        else if (_discovery.Find(kind) is null)
            Note(what, $"The target does not serve the kind {kind}.");

        return _discovery.Find(kind);
    }
}
