using System.Text.Json.Nodes;

namespace KubeVirt.Backup.Cluster;

/// <summary>Which groups, versions and kinds there are.</summary>
internal static class DiscoveryApi
{
    public static ApiAnswer? Answer(string path, IReadOnlyCollection<ApiType> types)
    {
        if (path == "/api")
            return ApiAnswer.Ok(new JsonObject { ["kind"] = "APIVersions", ["versions"] = new JsonArray("v1") });
        if (path == "/apis")
            return ApiAnswer.Ok(
                new JsonObject
                {
                    ["kind"] = "APIGroupList",
                    ["apiVersion"] = "v1",
                    ["groups"] = new JsonArray([
                        .. types
                            .Where(type => type.Kind.Group.Length > 0)
                            .GroupBy(type => type.Kind.Group)
                            .Select(Group),
                    ]),
                }
            );
        if (ApiPath.Parse(path) is not { Plural: null } version)
            return null;
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
