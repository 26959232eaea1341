using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using KubeVirt.Backup.Planning;
using Microsoft.AspNetCore.Http;

namespace KubeVirt.Backup.Cluster;

/// <summary>List, get, create, update, patch and delete of any kind.</summary>
internal sealed class ObjectApi(ApiStore store)
{
    /// <summary>What is wrong with an object that is to be written. Nothing unless set.</summary>
    public Func<Resource, IEnumerable<string>> Violations { get; set; } = _ => [];

    public ApiAnswer Answer(
        string verb,
        ApiType type,
        ApiPath path,
        IQueryCollection query,
        string contentType,
        string body
    )
    {
        if (verb == "list")
            return List(type, path, query);
        var dryRun = query["dryRun"] == "All";
        if (verb == "create")
            return Parse(type, path, body, null, out var created)
                ?? Create(type, path, created, query["fieldManager"], dryRun);
        var id = new ResourceId(type.Kind, path.Namespace, path.Name!);
        var before = store.Find(id);
        return verb switch
        {
            "patch" when contentType.StartsWith("application/apply-patch+yaml", StringComparison.Ordinal) => Parse(
                type,
                path,
                body,
                id.Name,
                out var applied
            ) ?? Apply(type, id, before, applied, query, dryRun),
            _ when before is null => ApiAnswer.NotFound(type.Resource, id.Name),
            "get" => ApiAnswer.Ok(before),
            "update" => Parse(type, path, body, id.Name, out var update) ?? Update(type, id, before, update, dryRun),
            "patch" when contentType.StartsWith("application/merge-patch+json", StringComparison.Ordinal) => Update(
                type,
                id,
                before,
                MergePatch.Apply(before, JsonNode.Parse(body)),
                dryRun
            ),
            "patch" => ApiAnswer.Status(
                415,
                "UnsupportedMediaType",
                $"the body of the request was in an unknown format - accepted media types include: application/merge-patch+json, application/apply-patch+yaml"
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
                "The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter."
            );
        var limit = int.TryParse(query["limit"], CultureInfo.InvariantCulture, out var n) && n > 0 ? n : int.MaxValue;
        var metadata = new JsonObject { ["resourceVersion"] = store.Version };
        if (rest.Count > limit)
        {
            metadata["continue"] = store.Keep(rest.Skip(limit));
            metadata["remainingItemCount"] = rest.Count - limit;
        }

        var items = rest.Take(limit).Select(item => item.DeepClone().AsObject()).ToList();
        if (!type.IsCustom)
            items.ForEach(item =>
            {
                item.Remove("kind");
                item.Remove("apiVersion");
            });
        return ApiAnswer.Ok(
            new JsonObject
            {
                ["kind"] = type.Kind.Kind + "List",
                ["apiVersion"] = type.ApiVersion,
                ["metadata"] = metadata,
                ["items"] = new JsonArray([.. items]),
            }
        );
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
        ServerSideApply.Own(created, manager ?? "unknown");
        return Stored(201, id, created, dryRun);
    }

    private ApiAnswer Update(ApiType type, ResourceId id, JsonObject before, JsonObject after, bool dryRun)
    {
        if (
            after["metadata"]!["resourceVersion"] is { } version
            && version.GetValue<string>() != before["metadata"]!["resourceVersion"]!.GetValue<string>()
        )
            return ApiAnswer.Conflict(
                type.Resource,
                id.Name,
                "the object has been modified; please apply your changes to the latest version and try again"
            );
        if (
            after["metadata"]!["uid"] is { } uid
            && uid.GetValue<string>() != before["metadata"]!["uid"]!.GetValue<string>()
        )
            return ApiAnswer.Conflict(
                type.Resource,
                id.Name,
                $"Precondition failed: UID in precondition: {uid}, UID in object meta: {before["metadata"]!["uid"]}"
            );
        after["metadata"]!["uid"] = before["metadata"]!["uid"]!.DeepClone();
        if (
            after["metadata"]!["deletionTimestamp"] is not null
            && after["metadata"]!["finalizers"] is not JsonArray { Count: > 0 }
        )
            store.Remove(id);
        else
            return Stored(200, id, after, dryRun);
        return ApiAnswer.Ok(after);
    }

    private ApiAnswer Apply(
        ApiType type,
        ResourceId id,
        JsonObject? before,
        JsonObject applied,
        IQueryCollection query,
        bool dryRun
    )
    {
        if (string.IsNullOrEmpty(query["fieldManager"]))
            return ApiAnswer.Invalid(type, id.Name, "fieldManager: Required value: is required for apply patch");
        var after = before
            ?? new JsonObject
            {
                ["apiVersion"] = type.ApiVersion,
                ["kind"] = type.Kind.Kind,
                ["metadata"] = new JsonObject(),
            };
        return
            ServerSideApply.Conflicts(after, applied, query["fieldManager"]!, query["force"] == "true") is { } conflict
            ? ApiAnswer.Status(409, "Conflict", conflict)
            : Stored(
                before is null ? 201 : 200,
                id,
                ServerSideApply.Merge(after, applied, query["fieldManager"]!),
                dryRun
            );
    }

    private ApiAnswer Delete(ApiType type, ResourceId id, JsonObject before, string body, bool dryRun)
    {
        var wanted = body.Length > 0 ? JsonNode.Parse(body)?["preconditions"]?["uid"]?.GetValue<string>() : null;
        if (wanted is not null && wanted != before["metadata"]!["uid"]!.GetValue<string>())
            return ApiAnswer.Conflict(
                type.Resource,
                id.Name,
                $"Precondition failed: UID in precondition: {wanted}, UID in object meta: {before["metadata"]!["uid"]}"
            );
        if (before["metadata"]!["finalizers"] is JsonArray { Count: > 0 })
        {
            before["metadata"]!["deletionTimestamp"] = DateTimeOffset.UtcNow.ToString(
                "yyyy-MM-ddTHH:mm:ssZ",
                CultureInfo.InvariantCulture
            );
            return Stored(200, id, before, dryRun);
        }

        if (!dryRun)
            Collect(id, before);
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

    /// <summary>Removes an object, and, as the garbage collector does, what nobody owns any more.</summary>
    private void Collect(ResourceId id, JsonObject gone)
    {
        store.Remove(id);
        var uids = new Queue<string>([gone["metadata"]!["uid"]!.GetValue<string>()]);
        while (uids.TryDequeue(out var uid))
        {
            foreach (var orphan in store.OwnedOnlyBy(uid))
            {
                uids.Enqueue(orphan["metadata"]!["uid"]!.GetValue<string>());
                store.Remove(Resource.Parse(orphan.ToJsonString()).Id);
            }
        }
    }

    private ApiAnswer Stored(int code, ResourceId id, JsonObject value, bool dryRun) =>
        Violations(Resource.Parse(value.ToJsonString())).ToList() is { Count: > 0 } wrong
            ? ApiAnswer.Status(422, "Invalid", $"{id.Kind} \"{id.Name}\" is invalid: {string.Join(", ", wrong)}")
            : ApiAnswer.Ok(dryRun ? value : store.Put(id, value)) with
            {
                Code = code,
            };

    /// <summary>Reads a body and says what is wrong with it; <see langword="null"/> where nothing is.</summary>
    private static ApiAnswer? Parse(ApiType type, ApiPath path, string body, string? name, out JsonObject value)
    {
        value = [];
        try
        {
            value = JsonNode.Parse(body)!.AsObject();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NullReferenceException)
        {
            return ApiAnswer.Status(
                400,
                "BadRequest",
                $"the object provided is unrecognized (must be of type {type.Kind.Kind})"
            );
        }

        if (
            value["kind"]?.GetValue<string>() != type.Kind.Kind
            || value["apiVersion"]?.GetValue<string>() != type.ApiVersion
        )
            return ApiAnswer.Status(
                400,
                "BadRequest",
                $"{type.Kind.Kind} in version \"{type.Version}\" cannot be handled as a {value["kind"]}"
            );
        if (value["metadata"] is not JsonObject metadata || metadata["name"]?.GetValue<string>() is not { } found)
            return ApiAnswer.Invalid(type, "", "metadata.name: Required value: name or generateName is required");
        if (name is not null && found != name)
            return ApiAnswer.Status(
                400,
                "BadRequest",
                $"the name of the object ({found}) does not match the name on the URL ({name})"
            );
        if (
            path.Namespace is not null
            && (metadata["namespace"] ??= path.Namespace).GetValue<string>() != path.Namespace
        )
            return ApiAnswer.Status(
                400,
                "BadRequest",
                "the namespace of the provided object does not match the namespace sent on the request"
            );
        return null;
    }
}
