using System.Globalization;
using System.Text.Json.Nodes;

namespace KubeVirt.Backup.Testing.Server;

/// <summary>The objects of the server, and its one counter of versions.</summary>
internal sealed class ApiStore
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<ResourceId, JsonObject> _objects = [];
    private readonly Dictionary<string, List<JsonObject>> _lists = new(StringComparer.Ordinal);
    private long _version = 1000;

    /// <summary>The version of what was written last.</summary>
    public string Version => Volatile.Read(ref _version).ToString(CultureInfo.InvariantCulture);

    /// <summary>All objects as they are now, ordered by id.</summary>
    public IReadOnlyList<Resource> All
    {
        get
        {
            lock (_lock)
                return [.. _objects.Values.Select(value => Resource.Parse(value.ToJsonString()))];
        }
    }

    /// <summary>Puts objects, and the namespaces in which they are.</summary>
    public void Seed(IEnumerable<Resource> resources)
    {
        List<Resource> seeds = [.. resources];
        foreach (var resource in seeds)
            Put(resource.Id, JsonNode.Parse(resource.Json.Span, documentOptions: ServerJson.Reading)!.AsObject());

        var namespaces = seeds.Select(resource => resource.Id.Namespace).OfType<string>().Distinct();
        foreach (var ns in namespaces.Select(TestMachines.Namespace))
        {
            if (Find(ns.Id) is null)
                Put(ns.Id, JsonNode.Parse(ns.Json.Span, documentOptions: ServerJson.Reading)!.AsObject());
        }
    }

    /// <summary>A copy of an object; <see langword="null"/> where there is none.</summary>
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

    /// <summary>Removes one object, and nothing that it owned; whether it was there.</summary>
    public bool Remove(ResourceId id)
    {
        lock (_lock)
            return _objects.Remove(id);
    }

    /// <summary>Removes an object, and, as the garbage collector does, what nobody owns any more.</summary>
    public bool Collect(ResourceId id)
    {
        if (Find(id) is not { } gone || !Remove(id))
            return false;

        var uids = new Queue<string>([gone["metadata"]!["uid"]!.GetValue<string>()]);
        while (uids.TryDequeue(out var uid))
        {
            foreach (var orphan in OwnedOnlyBy(uid))
            {
                uids.Enqueue(orphan["metadata"]!["uid"]!.GetValue<string>());
                Remove(Resource.Parse(orphan.ToJsonString()).Id);
            }
        }

        return true;
    }

    /// <summary>Copies of all objects of a kind, in one namespace or in all.</summary>
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

    /// <summary>The objects that have one owner, of this UID.</summary>
    private List<JsonObject> OwnedOnlyBy(string uid)
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
}
