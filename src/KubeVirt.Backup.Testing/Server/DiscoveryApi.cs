using System.Text.Json.Nodes;

namespace KubeVirt.Backup.Testing.Server;

/// <summary>Which groups, versions and kinds there are.</summary>
/// <remarks>
/// Source: Kubernetes staging/src/k8s.io/apiserver/pkg/endpoints/discovery, k8s.io/api/apidiscovery/v2/types.go.
/// </remarks>
internal static class DiscoveryApi
{
    private const string Aggregated = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

    /// <summary>What is answered; <see langword="null"/> where a path does not ask for it.</summary>
    /// <param name="path">What was asked.</param>
    /// <param name="types">What is served.</param>
    /// <param name="accept">In which forms; <see langword="null"/> for a server that knows the plain ones only.</param>
    /// <param name="stale">The groups whose own server does not answer.</param>
    public static ApiAnswer? Answer(
        string path,
        IReadOnlyCollection<ApiType> types,
        string? accept,
        IReadOnlyCollection<string> stale
    )
    {
        if (path is "/api" or "/apis" && accept?.Contains(Aggregated, StringComparison.Ordinal) == true)
        {
            var groups = types.Where(type => type.Kind.Group.Length == 0 == (path == "/api"));
            return AllAtOnce(groups, stale);
        }

        if (path == "/api")
            return ApiAnswer.Ok(new JsonObject { ["kind"] = "APIVersions", ["versions"] = new JsonArray("v1") });
        if (path == "/apis")
            return Groups(types);

        return ApiPath.Parse(path) is { Plural: null } version ? KindsOf(version, types) : null;
    }

    /// <summary>Groups with versions and kinds, in one answer.</summary>
    private static ApiAnswer AllAtOnce(IEnumerable<ApiType> types, IReadOnlyCollection<string> stale)
    {
        var groups = types.GroupBy(type => type.Kind.Group).Select(group => GroupWithKinds(group, stale));
        var list = new JsonObject
        {
            ["kind"] = "APIGroupDiscoveryList",
            ["apiVersion"] = "apidiscovery.k8s.io/v2",
            ["metadata"] = new JsonObject(),
            ["items"] = new JsonArray([.. groups]),
        };

        return ApiAnswer.Ok(list) with
        {
            ContentType = Aggregated,
        };
    }

    /// <summary>Groups with their versions.</summary>
    private static ApiAnswer Groups(IEnumerable<ApiType> types)
    {
        var named = types.Where(type => type.Kind.Group.Length > 0).GroupBy(type => type.Kind.Group);
        return ApiAnswer.Ok(
            new JsonObject
            {
                ["kind"] = "APIGroupList",
                ["apiVersion"] = "v1",
                ["groups"] = new JsonArray([.. named.Select(Group)]),
            }
        );
    }

    /// <summary>The kinds of one version of a group.</summary>
    private static ApiAnswer KindsOf(ApiPath version, IEnumerable<ApiType> types)
    {
        var served = types.Where(type => type.Kind.Group == version.Group && type.Version == version.Version).ToList();
        return served.Count == 0
            ? ApiAnswer.PageNotFound
            : ApiAnswer.Ok(
                new JsonObject
                {
                    ["kind"] = "APIResourceList",
                    ["apiVersion"] = "v1",
                    ["groupVersion"] = served[0].ApiVersion,
                    ["resources"] = new JsonArray([.. served.SelectMany(Resources)]),
                }
            );
    }

    /// <summary>The core group has no name, and the versions that stand first are those that are preferred.</summary>
    private static JsonObject GroupWithKinds(IGrouping<string, ApiType> group, IReadOnlyCollection<string> stale)
    {
        var metadata = new JsonObject { ["creationTimestamp"] = null };
        if (group.Key.Length > 0)
            metadata["name"] = group.Key;
        var isStale = stale.Contains(group.Key);
        var versions = group
            .GroupBy(type => type.Version)
            .Select(version =>
                (JsonNode)
                    new JsonObject
                    {
                        ["version"] = version.Key,
                        ["resources"] = new JsonArray([
                            .. version.Where(_ => !isStale).Select(ResourceWithSubresources),
                        ]),
                        ["freshness"] = isStale ? "Stale" : "Current",
                    }
            );
        return new JsonObject { ["metadata"] = metadata, ["versions"] = new JsonArray([.. versions]) };
    }

    /// <summary>A kind, with what there is of each object of it.</summary>
    private static JsonObject ResourceWithSubresources(ApiType type) =>
        new()
        {
            ["resource"] = type.Plural,
            ["responseKind"] = new JsonObject
            {
                ["group"] = "",
                ["version"] = "",
                ["kind"] = type.Kind.Kind,
            },
            ["scope"] = type.IsNamespaced ? "Namespaced" : "Cluster",
            ["singularResource"] = type.Kind.Kind.ToLowerInvariant(),
            ["verbs"] = new JsonArray("create", "delete", "get", "list", "patch", "update", "watch"),
            ["subresources"] = new JsonArray(
                new JsonObject
                {
                    ["subresource"] = "status",
                    ["responseKind"] = new JsonObject { ["kind"] = type.Kind.Kind },
                    ["verbs"] = new JsonArray("get", "patch", "update"),
                }
            ),
        };

    /// <summary>The version that stands first is the one that is preferred.</summary>
    private static JsonNode Group(IGrouping<string, ApiType> group)
    {
        var versions = group
            .Select(type => type.Version)
            .Distinct()
            .Select(version =>
                (JsonNode)new JsonObject { ["groupVersion"] = $"{group.Key}/{version}", ["version"] = version }
            )
            .ToArray();
        return new JsonObject
        {
            ["name"] = group.Key,
            ["versions"] = new JsonArray(versions),
            ["preferredVersion"] = versions[0].DeepClone(),
        };
    }

    /// <summary>A kind and its subresource, as two entries.</summary>
    private static IEnumerable<JsonNode> Resources(ApiType type)
    {
        yield return Resource(type, "", "create", "delete", "get", "list", "patch", "update", "watch");
        yield return Resource(type, "/status", "get", "patch", "update");
    }

    private static JsonObject Resource(ApiType type, string subresource, params string[] verbs) =>
        new()
        {
            ["name"] = type.Plural + subresource,
            ["singularName"] = "",
            ["namespaced"] = type.IsNamespaced,
            ["kind"] = type.Kind.Kind,
            ["verbs"] = new JsonArray([.. verbs.Select(verb => (JsonNode)verb)]),
        };
}
