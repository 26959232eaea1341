using System.Text.Json;

namespace KubeVirt.Backup.Client.Cluster;

/// <summary>Reads what a server says at the two roots of its API, of the core group and of all others.</summary>
/// <remarks>
/// Since Kubernetes 1.27 one answer tells all groups with their versions and kinds; a server before that tells its groups
/// alone. Sources: Kubernetes api/apidiscovery/v2/types.go, APIGroupDiscoveryList; client-go
/// discovery/discovery_client.go.
/// </remarks>
internal static class ServedRoots
{
    private const string Accept =
        "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,"
        + "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,"
        + "application/json";

    /// <summary>The root below which a group is served.</summary>
    public static string Of(string group) => group.Length == 0 ? "/api" : "/apis";

    /// <summary>Reads one root.</summary>
    /// <returns>The versions of its groups, of each group the preferred one first.</returns>
    /// <exception cref="ClusterException">It cannot be read, or gives none of the answers that are known.</exception>
    public static async Task<IReadOnlyList<ServedVersion>> ReadAsync(
        ClusterConnection connection,
        string root,
        CancellationToken cancellationToken
    )
    {
        var body = await connection.GetInTurnAsync(root, "", cancellationToken, Accept).ConfigureAwait(false);
        try
        {
            var answer = JsonElement.Parse(body);
            return answer.GetProperty("kind").GetString() switch
            {
                "APIGroupDiscoveryList" => [.. answer.GetProperty("items").EnumerateArray().SelectMany(GroupWithKinds)],
                "APIGroupList" => [.. answer.GetProperty("groups").EnumerateArray().SelectMany(Group)],
                "APIVersions" => [new ServedVersion("", "v1", null)],
                var other => throw new JsonException($"The kind {other} is none of discovery."),
            };
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw ServerFailures.NoApiServer(HttpMethod.Get, root, e);
        }
    }

    private static IEnumerable<ServedVersion> Group(JsonElement group)
    {
        var name = Text(group, "name");
        var preferred = Text(group.GetProperty("preferredVersion"), "groupVersion");
        var versions = group.GetProperty("versions").EnumerateArray().Select(version => Text(version, "groupVersion"));
        return versions.Prepend(preferred).Distinct().Select(version => new ServedVersion(name, version, null));
    }

    /// <summary>The core group has no name here.</summary>
    private static IEnumerable<ServedVersion> GroupWithKinds(JsonElement group)
    {
        var name = group.GetProperty("metadata").TryGetProperty("name", out var named) ? named.GetString()! : "";
        return group.GetProperty("versions").EnumerateArray().Select(version => VersionWithKinds(name, version));
    }

    /// <summary>
    /// What is stale is what the server last heard of an aggregated API that does not answer: it is asked for by itself,
    /// so that its failure is known.
    /// </summary>
    private static ServedVersion VersionWithKinds(string group, JsonElement version)
    {
        var name = Text(version, "version");
        var apiVersion = group.Length == 0 ? name : $"{group}/{name}";
        if (version.TryGetProperty("freshness", out var freshness) && freshness.GetString() == "Stale")
            return new ServedVersion(group, apiVersion, null);

        var resources = version.TryGetProperty("resources", out var served) ? served.EnumerateArray() : default;
        return new ServedVersion(
            group,
            apiVersion,
            [.. resources.SelectMany(resource => Kind(group, apiVersion, resource))]
        );
    }

    /// <summary>A resource that answers with no kind of its own, as one for subresources only, is none to read.</summary>
    private static IEnumerable<ServedKind> Kind(string group, string apiVersion, JsonElement resource)
    {
        if (!resource.TryGetProperty("responseKind", out var kind) || kind.ValueKind != JsonValueKind.Object)
            return [];

        var isNamespaced = Text(resource, "scope") == "Namespaced";
        var id = new GroupKind(group, Text(kind, "kind"));
        return [new ServedKind(id, apiVersion, Text(resource, "resource"), isNamespaced)];
    }

    private static string Text(JsonElement parent, string name) => parent.GetProperty(name).GetString() ?? "";
}
