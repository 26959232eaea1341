using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Text.Json;

namespace KubeVirt.Backup.Client.Cluster;

/// <summary>
/// Which kinds a server serves, in which version and under which plural. Asks for all groups at once where the server
/// answers that; else only for the groups that are wanted, each version of them once.
/// </summary>
/// <remarks>
/// Safe for use from several threads: what one of them asks, the others wait for. Source: Kubernetes apimachinery
/// pkg/apis/meta/v1/types.go, APIGroupList and APIResourceList.
/// </remarks>
internal sealed class ClusterDiscovery(ClusterConnection connection)
{
    private readonly ConcurrentDictionary<GroupKind, ServedKind> _kinds = new();

    /// <summary>The versions of each group, the preferred one first.</summary>
    private readonly ConcurrentDictionary<string, IReadOnlyList<string>> _groups = new(StringComparer.Ordinal);

    /// <summary>The roots of the API that were asked, and the versions of groups, with the group in front.</summary>
    private readonly ConcurrentDictionary<string, bool> _read = new(StringComparer.Ordinal);
    private readonly Turns _loads = new(1);

    /// <summary>
    /// How a kind is served; <see langword="null"/> where it is not. Known after <see cref="LoadAsync"/>.
    /// </summary>
    public ServedKind? Find(GroupKind kind) => _kinds.GetValueOrDefault(kind);

    /// <summary>
    /// The versions in which a group is served, the preferred one first. Known after <see cref="LoadAsync"/>.
    /// </summary>
    public IReadOnlyList<string> Versions(string group) => _groups.GetValueOrDefault(group, []);

    /// <summary>
    /// Forgets kinds that turned out to be no longer served as they were, so that they are asked for again.
    /// </summary>
    public void Forget(IEnumerable<GroupKind> kinds)
    {
        foreach (var kind in kinds)
            _kinds.TryRemove(kind, out _);
        _read.Clear();
    }

    /// <summary>Asks how kinds are served, as far as that is not known yet.</summary>
    /// <returns>The groups that could not be read, as with an aggregated API that is down, and why.</returns>
    /// <exception cref="ClusterException">The server cannot be asked what it serves.</exception>
    public async Task<IReadOnlyDictionary<string, ClusterException>> LoadAsync(
        IEnumerable<GroupKind> kinds,
        CancellationToken cancellationToken
    )
    {
        IReadOnlyList<GroupKind> all = [.. kinds];
        if (all.All(_kinds.ContainsKey))
            return FrozenDictionary<string, ClusterException>.Empty;

        return await _loads
            .RunAsync(() => LoadUnknownAsync(all, cancellationToken), cancellationToken)
            .ConfigureAwait(false);
    }

    private async Task<IReadOnlyDictionary<string, ClusterException>> LoadUnknownAsync(
        IEnumerable<GroupKind> kinds,
        CancellationToken cancellationToken
    )
    {
        var failures = new ConcurrentDictionary<string, ClusterException>(StringComparer.Ordinal);
        var wanted = kinds.Where(kind => !_kinds.ContainsKey(kind)).ToLookup(kind => kind.Group);
        var roots = wanted
            .Select(group => ServedRoots.Of(group.Key))
            .Distinct()
            .Where(root => !_read.ContainsKey(root));
        await Task.WhenAll(roots.Select(root => ReadRootAsync(root, cancellationToken))).ConfigureAwait(false);
        await Parallel
            .ForEachAsync(wanted, connection.ParallelLists(cancellationToken), async (group, token) =>
            {
                try
                {
                    await ReadGroupAsync(group, Versions(group.Key), token).ConfigureAwait(false);
                }
                catch (ClusterException e)
                {
                    failures[group.Key] = e;
                }
            })
            .ConfigureAwait(false);

        return failures;
    }

    /// <summary>Reads the groups below a root of the API, and their kinds as far as the server tells them.</summary>
    private async Task ReadRootAsync(string root, CancellationToken cancellationToken)
    {
        var served = await ServedRoots.ReadAsync(connection, root, cancellationToken).ConfigureAwait(false);
        foreach (var group in served.GroupBy(version => version.Group))
            _groups[group.Key] = [.. group.Select(version => version.ApiVersion)];
        foreach (var version in served)
        {
            if (version.Kinds is { } kinds)
                Keep(version.ApiVersion, kinds);
        }

        _read[root] = true;
    }

    private void Keep(string apiVersion, IEnumerable<ServedKind> kinds)
    {
        foreach (var kind in kinds)
            _kinds.TryAdd(kind.Kind, kind);
        _read[apiVersion] = true;
    }

    /// <summary>Reads the versions of a group, the preferred one first, until all that is wanted was found.</summary>
    private async Task ReadGroupAsync(
        IGrouping<string, GroupKind> group,
        IReadOnlyList<string> versions,
        CancellationToken cancellationToken
    )
    {
        foreach (var version in versions)
        {
            if (group.All(_kinds.ContainsKey))
                return;
            if (_read.ContainsKey(version))
                continue;
            Keep(version, await KindsAsync(group.Key, version, cancellationToken).ConfigureAwait(false));
        }
    }

    /// <summary>The kinds that the server serves in one version of a group.</summary>
    private async Task<IEnumerable<ServedKind>> KindsAsync(
        string group,
        string version,
        CancellationToken cancellationToken
    )
    {
        var path = $"{ServedRoots.Of(group)}/{version}";
        var body = await connection.GetInTurnAsync(path, "", cancellationToken).ConfigureAwait(false);
        try
        {
            var resources = JsonElement.Parse(body).GetProperty("resources").EnumerateArray();
            var kinds = resources.Select(resource => new ServedKind(
                new GroupKind(group, resource.GetProperty("kind").GetString()!),
                version,
                resource.GetProperty("name").GetString()!,
                resource.GetProperty("namespaced").GetBoolean()
            ));

            // Subresources are listed among the kinds.
            return [.. kinds.Where(served => !served.Plural.Contains('/', StringComparison.Ordinal))];
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw ServerFailures.NoApiServer(HttpMethod.Get, path, e);
        }
    }
}
