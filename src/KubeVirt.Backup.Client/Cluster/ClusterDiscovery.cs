using System.Collections.Concurrent;
using System.Text.Json;

namespace KubeVirt.Backup.Client.Cluster;

/// <summary>
/// Which kinds a server serves, in which version and under which plural. Asks only for the groups that are wanted, each
/// version of them once.
/// </summary>
/// <remarks>Source: Kubernetes apimachinery pkg/apis/meta/v1/types.go, APIGroupList and APIResourceList.</remarks>
internal sealed class ClusterDiscovery(ClusterConnection connection)
{
    private readonly ConcurrentDictionary<GroupKind, ServedKind> _kinds = new();

    /// <summary>The versions of groups that were read, with the group in front.</summary>
    private readonly ConcurrentDictionary<string, bool> _read = new(StringComparer.Ordinal);

    /// <summary>
    /// The versions of each group, the preferred one first; <see langword="null"/> before they were read.
    /// </summary>
    private IReadOnlyDictionary<string, IReadOnlyList<string>>? _groups;

    /// <summary>
    /// How a kind is served; <see langword="null"/> where it is not. Known after <see cref="LoadAsync"/>.
    /// </summary>
    public ServedKind? Find(GroupKind kind) => _kinds.GetValueOrDefault(kind);

    /// <summary>
    /// The versions in which a group is served, the preferred one first. Known after <see cref="LoadAsync"/>.
    /// </summary>
    public IReadOnlyList<string> Versions(string group) => _groups?.GetValueOrDefault(group) ?? [];

    /// <summary>
    /// Forgets kinds that turned out to be no longer served as they were, so that they are asked for again.
    /// </summary>
    public void Forget(IEnumerable<GroupKind> kinds)
    {
        foreach (var kind in kinds)
            _kinds.TryRemove(kind, out _);
        _read.Clear();
        _groups = null;
    }

    /// <summary>Asks how kinds are served, as far as that is not known yet.</summary>
    /// <returns>The groups that could not be read, as with an aggregated API that is down, and why.</returns>
    /// <exception cref="ClusterException">The server cannot be asked what it serves.</exception>
    public async Task<IReadOnlyDictionary<string, ClusterException>> LoadAsync(
        IEnumerable<GroupKind> kinds,
        CancellationToken cancellationToken
    )
    {
        var failures = new ConcurrentDictionary<string, ClusterException>(StringComparer.Ordinal);
        var wanted = kinds.Where(kind => !_kinds.ContainsKey(kind)).ToLookup(kind => kind.Group);
        if (wanted.Count == 0)
            return failures;
        var groups = _groups ??= await GroupsAsync(cancellationToken).ConfigureAwait(false);
        await Parallel
            .ForEachAsync(wanted, connection.Parallel(cancellationToken), async (group, token) =>
            {
                try
                {
                    await ReadGroupAsync(group, groups.GetValueOrDefault(group.Key, []), token).ConfigureAwait(false);
                }
                catch (ClusterException e)
                {
                    failures[group.Key] = e;
                }
            })
            .ConfigureAwait(false);
        return failures;
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
            foreach (var served in await KindsAsync(group.Key, version, cancellationToken).ConfigureAwait(false))
                _kinds.TryAdd(served.Kind, served);
            _read[version] = true;
        }
    }

    private async Task<IReadOnlyDictionary<string, IReadOnlyList<string>>> GroupsAsync(
        CancellationToken cancellationToken
    )
    {
        var groups = await ReadAsync(
                "/apis",
                "groups",
                group => (Name: Text(group, "name"), Versions: VersionsOf(group)),
                cancellationToken
            )
            .ConfigureAwait(false);
        // The core group is not among them.
        return groups.Append(("", ["v1"])).ToDictionary(StringComparer.Ordinal);
    }

    /// <summary>The versions of a group, the preferred one first.</summary>
    private static IReadOnlyList<string> VersionsOf(JsonElement group)
    {
        var preferred = Text(group.GetProperty("preferredVersion"), "groupVersion");
        return
        [
            preferred,
            .. group
                .GetProperty("versions")
                .EnumerateArray()
                .Select(version => Text(version, "groupVersion"))
                .Where(version => version != preferred),
        ];
    }

    /// <summary>The kinds that the server serves in one version of a group.</summary>
    private async Task<IEnumerable<ServedKind>> KindsAsync(
        string group,
        string version,
        CancellationToken cancellationToken
    )
    {
        var resources = await ReadAsync(
                $"/{(group.Length == 0 ? "api" : "apis")}/{version}",
                "resources",
                resource => new ServedKind(
                    new GroupKind(group, Text(resource, "kind")),
                    version,
                    Text(resource, "name"),
                    resource.GetProperty("namespaced").GetBoolean()
                ),
                cancellationToken
            )
            .ConfigureAwait(false);
        // Subresources are listed among the kinds.
        return resources.Where(served => !served.Plural.Contains('/', StringComparison.Ordinal));
    }

    /// <summary>Reads the items of a list in an answer of the discovery API.</summary>
    /// <exception cref="ClusterException">It cannot be read, or is not of that form.</exception>
    private async Task<IReadOnlyList<T>> ReadAsync<T>(
        string path,
        string list,
        Func<JsonElement, T> read,
        CancellationToken cancellationToken
    )
    {
        var body = await connection.GetAsync(path, "", cancellationToken).ConfigureAwait(false);
        try
        {
            return [.. JsonElement.Parse(body).GetProperty(list).EnumerateArray().Select(read)];
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw ServerFailures.NoApiServer(HttpMethod.Get, path, e);
        }
    }

    private static string Text(JsonElement parent, string name) => parent.GetProperty(name).GetString() ?? "";
}
