using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Rollback;

/// <summary>The claims and DataVolumes of a swap: as those of now, under new names, and populated already for CDI.</summary>
/// <remarks>
/// A claim first, since a DataVolume whose claim is there and marked with its name adopts it: CDI
/// pkg/controller/datavolume/controller-base.go. Only what asks for a volume is kept of a claim, as KubeVirt's own restore
/// does: pkg/storage/snapshot/restore.go.
/// </remarks>
internal static class RollbackObjects
{
    private static readonly string[] ClaimFields = ["accessModes", "resources", "storageClassName", "volumeMode"];
    private static readonly string[] VolumeFields =
    [
        "source",
        "sourceRef",
        "pvc",
        "storage",
        "contentType",
        "preallocation",
    ];

    /// <summary>The objects in the order in which they are created.</summary>
    public static IEnumerable<Resource> Of(RollbackPlan plan, ResourceGraph now)
    {
        foreach (var disk in plan.Disks.Where(disk => disk.Method == RollbackMethod.Swap))
        {
            yield return Claim(plan.Id, disk, now.FindResource(disk.Current)!);
            if (HasTemplate(plan.Before!, disk) && now.FindResource(VolumeOf(disk.Current)) is { } volume)
                yield return Volume(plan.Id, disk, volume);
        }
    }

    private static Resource Claim(string id, RollbackDisk disk, Resource current)
    {
        var annotations = new JsonObject { [RollbackKeys.Created] = id };
        if (disk.HasDataVolume)
            annotations["cdi.kubevirt.io/storage.populatedFor"] = disk.Filled.Name;
        if (current.StringAt("/metadata/annotations/cdi.kubevirt.io~1storage.contentType") is { } content)
            annotations["cdi.kubevirt.io/storage.contentType"] = content;
        var spec = Fields(current, ClaimFields);
        if (disk.Bytes is { } bytes)
            spec["resources"] = new JsonObject
            {
                ["requests"] = new JsonObject { ["storage"] = Quantity.Format(bytes) },
            };

        return ToResource(disk.Filled, current, annotations, spec);
    }

    private static Resource Volume(string id, RollbackDisk disk, Resource current)
    {
        var annotations = new JsonObject
        {
            [RollbackKeys.Created] = id,
            ["cdi.kubevirt.io/storage.prePopulated"] = disk.Filled.Name,
        };

        return ToResource(VolumeOf(disk.Filled), current, annotations, Fields(current, VolumeFields));
    }

    private static Resource ToResource(ResourceId id, Resource current, JsonObject annotations, JsonObject spec)
    {
        var metadata = new JsonObject
        {
            ["name"] = id.Name,
            ["namespace"] = id.Namespace,
            ["annotations"] = annotations,
        };
        if (current.At("/metadata/labels") is { ValueKind: JsonValueKind.Object } labels)
            metadata["labels"] = NodeValue.FromElement(labels);

        var root = new JsonObject
        {
            ["apiVersion"] = current.ApiVersion,
            ["kind"] = id.Kind.Kind,
            ["metadata"] = metadata,
            ["spec"] = spec,
        };

        return new Resource(id, current.ApiVersion, Encoding.UTF8.GetBytes(root.ToJsonString()));
    }

    private static JsonObject Fields(Resource current, string[] names)
    {
        var spec = new JsonObject();
        foreach (var name in names)
        {
            if (current.At($"/spec/{name}") is { } value)
                spec[name] = NodeValue.FromElement(value);
        }

        return spec;
    }

    private static ResourceId VolumeOf(ResourceId claim) => claim.WithKind(Kinds.DataVolume);

    private static bool HasTemplate(Resource machine, RollbackDisk disk) =>
        machine.At("/spec/dataVolumeTemplates") is { ValueKind: JsonValueKind.Array } templates
        && templates
            .EnumerateArray()
            .Any(template =>
                template.TryGetProperty("metadata", out var metadata)
                && metadata.TryGetProperty("name", out var name)
                && name.ValueKind == JsonValueKind.String
                && name.GetString() == disk.Current.Name
            );
}
