using System.Text.Json.Nodes;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Rehearsal;

namespace KubeVirt.Backup.Client.Apply;

/// <summary>
/// Brings objects of a live target into the form in which a rehearsal takes what is there: without what only servers
/// write, with owners by their names, and so that what is finished stays so.
/// </summary>
/// <param name="all">The objects, owners first.</param>
internal sealed class ExistingForm(IReadOnlyList<Resource> all)
{
    private const string BindCompleted = "pv.kubernetes.io/bind-completed";

    /// <summary>The group of owners that were not read: the rehearsal leaves alone what they own.</summary>
    private const string Elsewhere = "elsewhere.kubevirt-backup/v1";

    private static readonly string[] OfServer =
    [
        "uid",
        "resourceVersion",
        "generation",
        "creationTimestamp",
        "deletionTimestamp",
        "deletionGracePeriodSeconds",
        "managedFields",
        "selfLink",
        "finalizers",
    ];

    /// <summary>Labels that the server takes from KubeVirt alone.</summary>
    /// <remarks>Source: KubeVirt pkg/virt-api/webhooks/validating-webhook/admitters/vmi-create-admitter.go.</remarks>
    private static readonly string[] OfKubeVirt =
    [
        "kubevirt.io/created-by",
        "kubevirt.io/migrationJobUID",
        "kubevirt.io/nodeName",
        "kubevirt.io/migrationTargetNodeName",
        "kubevirt.io/schedulable",
        "kubevirt.io/install-strategy",
    ];

    private readonly Dictionary<string, ResourceId> _byUid = all.Select(one =>
            (Uid: one.StringAt("/metadata/uid"), one.Id)
        )
        .Where(one => one.Uid is not null)
        .GroupBy(one => one.Uid!)
        .ToDictionary(same => same.Key, same => same.First().Id, StringComparer.Ordinal);

    /// <summary>The steps that make them.</summary>
    public IReadOnlyList<RehearsalStep> Steps()
    {
        var machines = all.Where(one => one.Id.Kind == Kinds.VirtualMachine).Select(one => one.Id).ToHashSet();
        // A machine that is there starts its instance itself.
        var wanted = all.Where(one =>
            one.Id.Kind != Kinds.VirtualMachineInstance || !machines.Contains(one.Id.WithKind(Kinds.VirtualMachine))
        );
        return [.. wanted.SelectMany(StepsOf)];
    }

    /// <summary>
    /// One object as it settled: a DataVolume that is done stays done, and a claim that is bound gets its volume
    /// first, so that the model binds the two again.
    /// </summary>
    private IEnumerable<RehearsalStep> StepsOf(Resource found)
    {
        var body = ObjectTree.Of(found);
        body["apiVersion"] = found.ApiVersion;
        body["kind"] = found.Id.Kind.Kind;
        var metadata = body["metadata"]!.AsObject();
        foreach (var name in OfServer)
            metadata.Remove(name);
        var status = body["status"];
        body.Remove("status");
        SetOwners(metadata);
        var phase = (string?)(status as JsonObject)?["phase"];
        if (found.Id.Kind == Kinds.VirtualMachineInstance)
            RemoveAll(metadata, "labels", OfKubeVirt);
        if (found.Id.Kind == Kinds.DataVolume && phase == "Succeeded")
            Annotate(metadata, CdiMarks.PrePopulated, found.Id.Name);
        if (found.Id.Kind == Kinds.PersistentVolumeClaim && phase == "Bound" && VolumeOf(body, found.Id) is { } volume)
        {
            SetBound(body, metadata);
            yield return Step(volume);
        }

        yield return Step(body);
    }

    private static RehearsalStep Step(JsonObject body) => RehearsalStep.Apply(ObjectTree.ToElement(body));

    /// <summary>Owners that were read by their names; others as objects that nobody knows here.</summary>
    private void SetOwners(JsonObject metadata)
    {
        foreach (var owner in (metadata["ownerReferences"] as JsonArray ?? []).OfType<JsonObject>())
        {
            if ((string?)owner["uid"] is { } uid && _byUid.TryGetValue(uid, out var id))
                owner["uid"] = $"{{{{uid {Short(id)}}}}}";
            else
                owner["apiVersion"] = Elsewhere;
        }
    }

    /// <summary>An object as steps of a rehearsal name it.</summary>
    internal static string Short(ResourceId id) =>
        id.Namespace is null ? $"{id.Kind.Kind}/{id.Name}" : $"{id.Kind.Kind}/{id.Namespace}/{id.Name}";

    /// <summary>A bound claim stays bound to its volume, and is filled by nobody once more.</summary>
    private static void SetBound(JsonObject body, JsonObject metadata)
    {
        RemoveAll(metadata, "annotations", [BindCompleted]);
        body["spec"]!.AsObject().Remove("dataSource");
        body["spec"]!.AsObject().Remove("dataSourceRef");
        var owners = (metadata["ownerReferences"] as JsonArray ?? []).OfType<JsonObject>();
        if (owners.FirstOrDefault(owner => (string?)owner["kind"] == Kinds.DataVolume.Kind) is { } volume)
            Annotate(metadata, CdiMarks.PopulatedFor, (string)volume["name"]!);
    }

    /// <summary>The volume of a claim, as far as the claim tells of it.</summary>
    private static JsonObject? VolumeOf(JsonObject claim, ResourceId id)
    {
        var spec = claim["spec"]!.AsObject();
        if ((string?)spec["volumeName"] is not { Length: > 0 } name)
            return null;

        return new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = Kinds.PersistentVolume.Kind,
            ["metadata"] = new JsonObject { ["name"] = name },
            ["spec"] = new JsonObject
            {
                ["accessModes"] = spec["accessModes"]?.DeepClone(),
                ["capacity"] = spec["resources"]?["requests"]?.DeepClone(),
                ["storageClassName"] = spec["storageClassName"]?.DeepClone(),
                ["volumeMode"] = spec["volumeMode"]?.DeepClone(),
                ["claimRef"] = new JsonObject { ["namespace"] = id.Namespace, ["name"] = id.Name },
            },
        };
    }

    private static void RemoveAll(JsonObject metadata, string map, IEnumerable<string> keys)
    {
        foreach (var key in keys)
            (metadata[map] as JsonObject)?.Remove(key);
    }

    private static void Annotate(JsonObject metadata, string key, string value)
    {
        if (metadata["annotations"] is not JsonObject annotations)
            metadata["annotations"] = annotations = [];
        annotations[key] = value;
    }
}
