using System.Globalization;
using System.Text.Json.Nodes;

namespace KubeVirt.Backup.Cluster;

/// <summary>The objects of the server, and its one counter of versions.</summary>
internal sealed class ApiStore
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<ResourceId, JsonObject> _objects = [];
    private readonly Dictionary<string, List<JsonObject>> _lists = new(StringComparer.Ordinal);
    private long _version = 1000;

    public string Version => Volatile.Read(ref _version).ToString(CultureInfo.InvariantCulture);

    /// <summary>Puts objects, and the namespaces in which they are.</summary>
    public void Seed(IEnumerable<Resource> resources)
    {
        List<Resource> seeds = [.. resources];
        foreach (var resource in seeds)
            Put(resource.Id, JsonNode.Parse(resource.Json.Span)!.AsObject());
        foreach (
            var ns in seeds
                .Select(resource => resource.Id.Namespace)
                .OfType<string>()
                .Distinct()
                .Select(name => ApiServer.Namespace(name))
                .Where(ns => Find(ns.Id) is null)
        )
            Put(ns.Id, JsonNode.Parse(ns.Json.Span)!.AsObject());
    }

    public JsonObject? Find(ResourceId id)
    {
        lock (_lock)
            return _objects.GetValueOrDefault(id)?.DeepClone().AsObject();
    }

    /// <summary>Stores a copy under a new version, and returns it as stored.</summary>
    public JsonObject Put(ResourceId id, JsonObject value)
    {
        lock (_lock)
        {
            var stored = value.DeepClone().AsObject();
            var metadata = stored["metadata"]!.AsObject();
            metadata["uid"] ??= Guid.NewGuid().ToString();
            metadata["resourceVersion"] = (++_version).ToString(CultureInfo.InvariantCulture);
            _objects[id] = stored;
            return stored.DeepClone().AsObject();
        }
    }

    public bool Remove(ResourceId id)
    {
        lock (_lock)
            return _objects.Remove(id);
    }

    public List<JsonObject> List(GroupKind kind, string? ns)
    {
        lock (_lock)
            return
            [
                .. _objects
                    .Where(pair => pair.Key.Kind == kind && (ns is null || pair.Key.Namespace == ns))
                    .Select(pair => pair.Value.DeepClone().AsObject()),
            ];
    }

    /// <summary>The objects that have one owner, of this UID.</summary>
    public List<JsonObject> OwnedOnlyBy(string uid)
    {
        lock (_lock)
            return
            [
                .. _objects
                    .Values.Where(item =>
                        item["metadata"]!["ownerReferences"] is JsonArray { Count: 1 } owners
                        && owners[0]?["uid"]?.GetValue<string>() == uid
                    )
                    .Select(item => item.DeepClone().AsObject()),
            ];
    }

    /// <summary>Keeps the rest of a list as it is now, and returns the token to go on with.</summary>
    public string Keep(IEnumerable<JsonObject> rest)
    {
        lock (_lock)
        {
            var token = Convert.ToBase64String(Guid.NewGuid().ToByteArray());
            _lists[token] = [.. rest];
            return token;
        }
    }

    /// <summary>The rest of a list; <see langword="null"/> where the token is too old.</summary>
    public List<JsonObject>? Continue(string token)
    {
        lock (_lock)
            return _lists.GetValueOrDefault(token);
    }

    /// <summary>Forgets the lists that are under way, as compaction does.</summary>
    public void Compact()
    {
        lock (_lock)
            _lists.Clear();
    }
}
