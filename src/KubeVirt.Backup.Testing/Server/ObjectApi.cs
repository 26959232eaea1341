using System.Globalization;
using System.Text.Json.Nodes;
using KubeVirt.Backup.Planning;
using Microsoft.AspNetCore.Http;

namespace KubeVirt.Backup.Testing.Server;

/// <summary>List, get, create, update, patch and delete of any kind, one request after the other.</summary>
/// <remarks>
/// Sources: Kubernetes staging/src/k8s.io/apiserver/pkg/endpoints/handlers and pkg/registry/generic/registry/store.go.
/// </remarks>
internal sealed class ObjectApi(
    ApiStore store,
    Func<Resource, ApiAnswer?> refuse,
    Action<ApiWrite> written,
    TimeProvider time
)
{
    private const string MergePatchType = "application/merge-patch+json";
    private const string ApplyType = "application/apply-patch+yaml";
    private readonly Lock _lock = new();

    /// <summary>Answers a request for an object or a list of them.</summary>
    public ApiAnswer Answer(
        string verb,
        ApiType type,
        ApiPath path,
        IQueryCollection query,
        string contentType,
        string body
    )
    {
        // The real one writes all or nothing of a request, whoever else writes.
        lock (_lock)
        {
            return verb switch
            {
                "list" => List(type, path, query),
                "create" => ObjectBody.Parse(type, path, body, null, out var created)
                    ?? Create(type, path, created, query["fieldManager"], IsDryRun(query)),
                "patch" when contentType.StartsWith(ApplyType, StringComparison.Ordinal) => ObjectBody.Parse(
                    type,
                    path,
                    body,
                    path.Name,
                    out var applied
                ) ?? Apply(type, IdOf(type, path), applied, query),
                _ => store.Find(IdOf(type, path)) is { } before
                    ? Change(verb, type, path, before, IsDryRun(query), contentType, body)
                    : ApiAnswer.NotFound(type.Resource, path.Name!),
            };
        }
    }

    private static ResourceId IdOf(ApiType type, ApiPath path) => new(type.Kind, path.Namespace, path.Name!);

    private static bool IsDryRun(IQueryCollection query) => query["dryRun"] == "All";

    /// <summary>What is done with an object that is there.</summary>
    private ApiAnswer Change(
        string verb,
        ApiType type,
        ApiPath path,
        JsonObject before,
        bool dryRun,
        string contentType,
        string body
    )
    {
        var id = IdOf(type, path);
        return verb switch
        {
            "get" => ApiAnswer.Ok(before),
            "update" => ObjectBody.Parse(type, path, body, id.Name, out var update)
                ?? Update(type, id, before, update, dryRun),
            "patch" when contentType.StartsWith(MergePatchType, StringComparison.Ordinal) => Update(
                type,
                id,
                before,
                MergePatch.Apply(
                    before.DeepClone().AsObject(),
                    JsonNode.Parse(body, documentOptions: ServerJson.Reading)
                ),
                dryRun
            ),
            "patch" => ApiAnswer.Status(
                415,
                "UnsupportedMediaType",
                "the body of the request was in an unknown format - accepted media types include: "
                    + $"{MergePatchType}, {ApplyType}"
            ),
            _ => Delete(type, id, before, body, dryRun),
        };
    }

    private ApiAnswer List(ApiType type, ApiPath path, IQueryCollection query)
    {
        var token = (string?)query["continue"];
        var rest = string.IsNullOrEmpty(token) ? Select(type, path, query["labelSelector"]) : store.Continue(token);
        if (rest is null)
            return ApiAnswer.Status(
                410,
                "Expired",
                "The provided continue parameter is too old to display a consistent list result. "
                    + "You can start a new list without the continue parameter."
            );

        var limit = int.TryParse(query["limit"], CultureInfo.InvariantCulture, out var n) && n > 0 ? n : int.MaxValue;
        var metadata = new JsonObject { ["resourceVersion"] = store.Version };
        if (rest.Count > limit)
        {
            metadata["continue"] = store.Keep(rest.Skip(limit));
            metadata["remainingItemCount"] = rest.Count - limit;
        }

        return ApiAnswer.Ok(
            new JsonObject
            {
                ["kind"] = type.Kind.Kind + "List",
                ["apiVersion"] = type.ApiVersion,
                ["metadata"] = metadata,
                ["items"] = new JsonArray([.. rest.Take(limit).Select(item => ItemOf(type, item))]),
            }
        );
    }

    /// <summary>An object as an item: those of built-in kinds do not say what they are.</summary>
    private static JsonObject ItemOf(ApiType type, JsonObject value)
    {
        var item = value.DeepClone().AsObject();
        if (!type.IsCustom)
        {
            item.Remove("kind");
            item.Remove("apiVersion");
        }

        return item;
    }

    private List<JsonObject> Select(ApiType type, ApiPath path, string? selector)
    {
        var all = store.List(type.Kind, path.Namespace);
        if (string.IsNullOrEmpty(selector))
            return all;

        var wanted = LabelSelector.Parse(selector);
        return [.. all.Where(item => wanted.Matches(Resource.Parse(item.ToJsonString())))];
    }

    private ApiAnswer Create(ApiType type, ApiPath path, JsonObject created, string? manager, bool dryRun)
    {
        var id = new ResourceId(type.Kind, path.Namespace, created["metadata"]!["name"]!.GetValue<string>());
        if (id.Namespace is { } ns && store.Find(new ResourceId(Kinds.Namespace, null, ns)) is null)
            return ApiAnswer.NotFound("namespaces", ns);
        if (store.Find(id) is not null)
            return ApiAnswer.Status(
                409,
                "AlreadyExists",
                $"{type.Resource} \"{id.Name}\" already exists",
                new JsonObject { ["name"] = id.Name, ["kind"] = type.Plural }
            );

        // Whatever UID a client wants, the server gives its own.
        created["metadata"]!.AsObject().Remove("uid");
        ServerSideApply.Own(created, manager ?? "unknown");
        return Stored(201, id, created, dryRun);
    }

    private ApiAnswer Update(ApiType type, ResourceId id, JsonObject before, JsonObject after, bool dryRun)
    {
        var (was, metadata) = (before["metadata"]!, after["metadata"]!);
        if (metadata["resourceVersion"] is { } version && !JsonNode.DeepEquals(version, was["resourceVersion"]))
            return ApiAnswer.Conflict(
                type.Resource,
                id.Name,
                "the object has been modified; please apply your changes to the latest version and try again"
            );
        if (metadata["uid"] is { } uid && !JsonNode.DeepEquals(uid, was["uid"]))
            return AnotherUid(type, id, $"{uid}", before);

        metadata["uid"] = was["uid"]!.DeepClone();
        var isLetGo =
            metadata["deletionTimestamp"] is not null && metadata["finalizers"] is not JsonArray { Count: > 0 };
        if (!isLetGo)
            return Stored(200, id, after, dryRun);

        Remove(id, before);
        return ApiAnswer.Ok(after);
    }

    private ApiAnswer Apply(ApiType type, ResourceId id, JsonObject applied, IQueryCollection query)
    {
        string? manager = query["fieldManager"];
        if (string.IsNullOrEmpty(manager))
            return ApiAnswer.Invalid(type, id.Name, "fieldManager: Required value: is required for apply patch");

        var before = store.Find(id);
        var after = before
            ?? new JsonObject
            {
                ["apiVersion"] = type.ApiVersion,
                ["kind"] = type.Kind.Kind,
                ["metadata"] = new JsonObject(),
            };
        if (ServerSideApply.Conflicts(after, applied, manager, query["force"] == "true") is { } conflict)
            return ApiAnswer.Status(409, "Conflict", conflict);

        var merged = ServerSideApply.Merge(after, applied, manager);
        return Stored(before is null ? 201 : 200, id, merged, IsDryRun(query));
    }

    private ApiAnswer Delete(ApiType type, ResourceId id, JsonObject before, string body, bool dryRun)
    {
        var metadata = before["metadata"]!;
        var wanted = body.Length > 0 ? JsonNode.Parse(body)?["preconditions"]?["uid"]?.GetValue<string>() : null;
        if (wanted is not null && wanted != metadata["uid"]!.GetValue<string>())
            return AnotherUid(type, id, wanted, before);
        if (metadata["finalizers"] is JsonArray { Count: > 0 })
        {
            var now = time.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
            metadata["deletionTimestamp"] ??= now;
            return Stored(200, id, before, dryRun);
        }

        if (!dryRun)
            Remove(id, before);
        return ApiAnswer.Ok(
            new JsonObject
            {
                ["kind"] = "Status",
                ["apiVersion"] = "v1",
                ["metadata"] = new JsonObject(),
                ["status"] = "Success",
            }
        );
    }

    private static ApiAnswer AnotherUid(ApiType type, ResourceId id, string wanted, JsonObject found) =>
        ApiAnswer.Conflict(
            type.Resource,
            id.Name,
            $"Precondition failed: UID in precondition: {wanted}, UID in object meta: {found["metadata"]!["uid"]}"
        );

    private ApiAnswer Stored(int code, ResourceId id, JsonObject value, bool dryRun)
    {
        if (refuse(Resource.Parse(value.ToJsonString())) is { } refusal)
            return refusal;
        if (dryRun)
            return ApiAnswer.Ok(value) with { Code = code };

        var before = store.Find(id);
        var stored = store.Put(id, value);
        written(new ApiWrite(id, before, stored));
        return ApiAnswer.Ok(stored) with { Code = code };
    }

    private void Remove(ResourceId id, JsonObject before)
    {
        store.Collect(id);
        written(new ApiWrite(id, before, null));
    }
}
