using System.Text;
using System.Text.Json.Nodes;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Rollback;

/// <summary>The machine as it will be: what is taken back of its definition, and the claims that its disks get.</summary>
/// <remarks>
/// What identifies a guest stays as it is now: the firmware's UUID and serial, and the MAC addresses of interfaces that it
/// still has. Volumes and templates are those of now unless the definition is taken back. Sources: KubeVirt
/// pkg/storage/snapshot/restore.go, which points volumes and DataVolume templates to new claims, and turns DataVolumes
/// without a template into claims; pkg/instancetype/webhooks/vm/mutator.go for matchers.
/// </remarks>
internal sealed class RollbackDraft
{
    private const string Spec = "spec";
    private const string Volumes = "/spec/template/spec/volumes";
    private const string Interfaces = "/spec/template/spec/domain/devices/interfaces";

    private static readonly string[] RunState = ["runStrategy", "running"];
    private static readonly string[] Matchers = ["instancetype", "preference"];
    private static readonly string[] Identity =
    [
        "/spec/template/spec/domain/firmware/uuid",
        "/spec/template/spec/domain/firmware/serial",
    ];

    private readonly List<Finding> _findings = [];
    private readonly Resource _current;

    public RollbackDraft(Resource archived, Resource current, IReadOnlyList<RollbackDisk> disks, RollbackScope scope)
    {
        _current = current;
        var after = Parse(current);
        if (scope is RollbackScope.Definition or RollbackScope.Both)
            TakeBack(after, Parse(archived), Parse(current));
        foreach (var disk in disks.Where(disk => disk.Method == RollbackMethod.Swap))
            Point(after, disk);

        After = new Resource(current.Id, current.ApiVersion, Encoding.UTF8.GetBytes(after.ToJsonString()));
    }

    /// <summary>The machine, with the run state of now.</summary>
    public Resource After { get; }

    /// <summary>What of the definition cannot be taken back.</summary>
    public IReadOnlyList<Finding> Findings => _findings;

    private void TakeBack(JsonObject after, JsonObject archived, JsonObject current)
    {
        var spec = archived[Spec]!.DeepClone().AsObject();
        var now = current[Spec]!.AsObject();
        foreach (var name in RunState)
            Copy(now, spec, name);
        foreach (var name in Matchers)
            KeepMatcher(now, spec, name);

        after[Spec] = spec;
        foreach (var pointer in Identity.Where(pointer => NodePointer.Find(current, pointer) is not null))
            NodePointer.Set(after, pointer, NodePointer.Find(current, pointer)!.DeepClone());
        KeepAddresses(after, current);
        KeepVolumes(after, current);
    }

    /// <summary>
    /// The definition is taken back, and not which claims hold the data: a volume that both have keeps its source and its
    /// template of now.
    /// </summary>
    private static void KeepVolumes(JsonObject after, JsonObject current)
    {
        if (NodePointer.Find(after, Volumes) is not JsonArray volumes)
            return;

        var now = ByName(NodePointer.Find(current, Volumes));
        for (var i = 0; i < volumes.Count; i++)
        {
            if (NameOf(volumes[i]) is { } name && now.TryGetValue(name, out var kept))
                volumes[i] = kept.DeepClone();
        }

        Copy(current[Spec]!.AsObject(), after[Spec]!.AsObject(), "dataVolumeTemplates");
        DropUnusedTemplates(after, volumes);
    }

    /// <summary>KubeVirt refuses a template that no volume names.</summary>
    private static void DropUnusedTemplates(JsonObject after, JsonArray volumes)
    {
        if (after[Spec]!["dataVolumeTemplates"] is not JsonArray templates)
            return;

        var named = volumes.Select(ClaimOf).OfType<string>().ToHashSet(StringComparer.Ordinal);
        for (var i = templates.Count - 1; i >= 0; i--)
        {
            if (TextAt(templates[i], "metadata", "name") is { } name && !named.Contains(name))
                templates.RemoveAt(i);
        }
    }

    private static void KeepAddresses(JsonObject after, JsonObject current)
    {
        var now = ByName(NodePointer.Find(current, Interfaces));
        if (NodePointer.Find(after, Interfaces) is not JsonArray interfaces)
            return;

        foreach (var item in interfaces.OfType<JsonObject>())
        {
            if (NameOf(item) is { } name && now.TryGetValue(name, out var kept))
                Copy(kept, item, "macAddress");
        }
    }

    private void KeepMatcher(JsonObject now, JsonObject spec, string name)
    {
        if (JsonNode.DeepEquals(WithoutRevision(now[name]), WithoutRevision(spec[name])))
        {
            Copy(now, spec, name);
            return;
        }

        _findings.Add(
            new Finding(
                FindingIds.RollbackRefused,
                FindingSeverity.Warning,
                _current.Id,
                $"/spec/{name}",
                $"The machine had another {name} in the archive. It gets that back by its name, with the content that the "
                    + "cluster has for it now. Compare that, or pin a revision in the machine afterwards."
            )
        );
        if (spec[name] is JsonObject matcher)
            matcher.Remove("revisionName");
    }

    /// <summary>Points the volume of a disk, and its template, to the new claim.</summary>
    private static void Point(JsonObject after, RollbackDisk disk)
    {
        var volumes = (NodePointer.Find(after, Volumes) as JsonArray)?.OfType<JsonObject>() ?? [];
        var templates = (after[Spec]?["dataVolumeTemplates"] as JsonArray)?.OfType<JsonObject>() ?? [];
        var template = templates.FirstOrDefault(item => TextAt(item, "metadata", "name") == disk.Current.Name);
        if (template is not null)
            template["metadata"]!["name"] = disk.Filled.Name;

        foreach (var volume in volumes.Where(volume => ClaimOf(volume) == disk.Current.Name))
        {
            if (volume["persistentVolumeClaim"] is JsonObject claim)
                claim["claimName"] = disk.Filled.Name;
            else if (volume["dataVolume"] is JsonObject source && template is not null)
                source["name"] = disk.Filled.Name;
            else if (volume["dataVolume"] is JsonObject plain)
                UseClaim(volume, plain, disk.Filled.Name);
        }
    }

    /// <summary>A DataVolume without a template has no part any more: the claim is used directly.</summary>
    private static void UseClaim(JsonObject volume, JsonObject source, string claim)
    {
        var options = source.DeepClone().AsObject();
        options.Remove("name");
        options.Insert(0, "claimName", claim);
        volume.Remove("dataVolume");
        volume["persistentVolumeClaim"] = options;
    }

    private static JsonObject Parse(Resource resource) => NodeValue.ObjectOf(resource.Json);

    private static string? ClaimOf(JsonNode? volume) =>
        TextAt(volume, "persistentVolumeClaim", "claimName") ?? TextAt(volume, "dataVolume", "name");

    private static string? NameOf(JsonNode? item) => item is JsonObject named ? TextOf(named["name"]) : null;

    private static string? TextAt(JsonNode? node, string outer, string inner) =>
        node is JsonObject holder && holder[outer] is JsonObject found ? TextOf(found[inner]) : null;

    private static string? TextOf(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static Dictionary<string, JsonObject> ByName(JsonNode? list)
    {
        var items = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (var item in (list as JsonArray ?? []).OfType<JsonObject>())
        {
            if (NameOf(item) is { } name)
                items.TryAdd(name, item);
        }

        return items;
    }

    /// <summary>Makes a member of one object that of another, also where that has none.</summary>
    private static void Copy(JsonObject from, JsonObject to, string name)
    {
        if (from[name] is { } value)
            to[name] = value.DeepClone();
        else
            to.Remove(name);
    }

    private static JsonNode? WithoutRevision(JsonNode? matcher)
    {
        var copy = matcher?.DeepClone();
        (copy as JsonObject)?.Remove("revisionName");

        return copy;
    }
}
