using System.Text.Json.Nodes;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Rehearsal;

/// <summary>The claim that CDI makes for a DataVolume, and the source object that a populator fills it from.</summary>
/// <remarks>
/// Source: CDI pkg/controller/datavolume/controller-base.go (newPersistentVolumeClaim), util.go (renderPvcSpec),
/// import-controller.go and upload-controller.go (updatePVCForPopulation, updateAnnotations).
/// </remarks>
internal static class ClaimOfDataVolume
{
    private const string Request = "/resources/requests/storage";

    /// <summary>The spec of the claim; <see langword="null"/> where CDI cannot tell its access modes.</summary>
    public static JsonObject? Render(World world, WorldObject volume)
    {
        if (volume.At("/spec/pvc") is JsonObject given)
            return (JsonObject)given.DeepClone();
        if (volume.At("/spec/storage") is not JsonObject storage)
            return null;

        var spec = (JsonObject)storage.DeepClone();
        var name = WorldObject.TextOf(spec["storageClassName"]) ?? world.Target.DefaultClass;
        if (world.Target.ClassOf(name) is { } known)
            Complete(spec, known.Name);
        else if (spec["accessModes"] is not JsonArray { Count: > 0 })
            return null;

        if ((WorldObject.TextOf(spec["volumeMode"]) ?? StorageProfile.Filesystem) != StorageProfile.Filesystem)
            return spec;
        if (Quantity.Bytes(NodePointer.Find(spec, Request)) is { } bytes)
        {
            var inflated = StorageProfile.Inflate(bytes, world.Target.OverheadOf(name));
            NodePointer.Set(spec, Request, inflated);
        }

        return spec;
    }

    /// <summary>Fills in class, access modes and mode as the storage profile has them.</summary>
    private static void Complete(JsonObject spec, string @class)
    {
        var (modes, mode) = StorageProfile.Complete(
            spec["accessModes"] as JsonArray,
            WorldObject.TextOf(spec["volumeMode"])
        );
        spec["accessModes"] = modes;
        spec["volumeMode"] = mode;
        spec["storageClassName"] = @class;
    }

    /// <summary>Makes the claim so that CDI's workers or populators fill it.</summary>
    public static WorldObject? Make(
        World world,
        WorldObject volume,
        DataVolumeSource source,
        JsonObject spec,
        bool usesPopulator,
        out Verdict? refusal
    )
    {
        var claim = New(volume, spec);
        var annotations = (JsonObject)claim["metadata"]!["annotations"]!;
        if (IsAbroad(volume, source))
        {
            annotations[CdiNames.CloneToken] = CdiNames.TokenValue;
            annotations[CdiNames.ExtendedToken] = CdiNames.TokenValue;
            if (usesPopulator)
                annotations[CdiNames.SourceNamespace] = source.Cloned!.Namespace;
        }

        if (source.Kind == DataVolumeWork.Populate)
            annotations[CdiNames.ExternalPopulation] = "true";
        else if (usesPopulator)
            LeaveToPopulator(world, claim, volume, source);
        else
            Instruct(annotations, volume, source);

        return ApiServer.Create(world, claim, NewObject.OfController, out refusal);
    }

    /// <summary>Makes the claim for a volume that was bound to it beforehand, which nobody fills.</summary>
    public static void MakeBare(World world, WorldObject volume, JsonObject spec, string volumes)
    {
        var claim = New(volume, spec);
        claim["metadata"]!["annotations"]![CdiNames.VolumeList] = volumes;
        ApiServer.Create(world, claim, NewObject.OfController, out _);
    }

    /// <summary>Makes the source object, unless it is there.</summary>
    public static void MakeSource(World world, WorldObject volume, DataVolumeSource source)
    {
        var id = SourceId(volume, source);
        if (world.Find(id) is not null)
            return;

        var spec = new JsonObject { ["source"] = volume.At("/spec/source")?.DeepClone() };
        if (source.Cloned is { } clone)
            spec["source"] = new JsonObject { ["kind"] = clone.Kind.Kind, ["name"] = clone.Name };
        if (volume.At("/spec/contentType") is { } contentType)
            spec["contentType"] = contentType.DeepClone();

        // An owner is in the namespace of what it owns.
        var owners = OwnerOf.Write(IsAbroad(volume, source) ? [] : [OwnerOf.Controller(volume)]);
        var body = new JsonObject
        {
            ["apiVersion"] = CdiNames.ApiVersion,
            ["kind"] = id.Kind.Kind,
            ["metadata"] = new JsonObject
            {
                ["name"] = id.Name,
                ["namespace"] = source.Cloned?.Namespace ?? volume.Namespace,
                ["ownerReferences"] = owners,
            },
            ["spec"] = spec,
        };
        ApiServer.Create(world, body, NewObject.OfController, out _);
    }

    /// <summary>Whether a clone comes from another namespace.</summary>
    public static bool IsAbroad(WorldObject volume, DataVolumeSource source) =>
        source.Cloned is { } clone && clone.Namespace != volume.Namespace;

    /// <summary>The id of the source object, which holds the UID of its DataVolume.</summary>
    public static ResourceId SourceId(WorldObject volume, DataVolumeSource source)
    {
        var (kind, stem) = source.Kind switch
        {
            DataVolumeWork.Import => (CdiNames.ImportSourceKind, "volume-import-source"),
            DataVolumeWork.Upload => (CdiNames.UploadSourceKind, "volume-upload-source"),
            _ => (CdiNames.CloneSourceKind, "volume-clone-source"),
        };
        return new ResourceId(kind, source.Cloned?.Namespace ?? volume.Namespace, $"{stem}-{volume.Uid}");
    }

    /// <summary>The claim without what fills it: annotations and labels are those of its DataVolume.</summary>
    private static JsonObject New(WorldObject volume, JsonObject spec)
    {
        var annotations = volume.Annotations?.DeepClone() as JsonObject ?? [];
        annotations.Remove(CdiNames.PopulatedFor);
        annotations.Remove(CdiNames.CloneToken);
        annotations[CdiNames.ContentType] = volume.Text("/spec/contentType") is { Length: > 0 } type
            ? type
            : "kubevirt";
        annotations[CdiNames.Preallocation] = volume.IsTrue("/spec/preallocation") ? "true" : "false";
        annotations[CdiNames.CreatedFor] = volume.Uid;

        return new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = Kinds.PersistentVolumeClaim.Kind,
            ["metadata"] = new JsonObject
            {
                ["name"] = volume.Name,
                ["namespace"] = volume.Namespace,
                ["annotations"] = annotations,
                ["labels"] = volume.Labels?.DeepClone() ?? new JsonObject(),
                ["ownerReferences"] = OwnerOf.Write([OwnerOf.Controller(volume)]),
            },
            ["spec"] = spec.DeepClone(),
        };
    }

    /// <summary>A populator waits for a pod that uses the claim, unless CDI says that it need not (updatePVCForPopulation).</summary>
    private static void LeaveToPopulator(World world, JsonObject claim, WorldObject volume, DataVolumeSource source)
    {
        claim["spec"]!["dataSourceRef"] = ReferenceTo(volume, source);
        if (!CdiRules.HonorsWaiting(world))
            claim["metadata"]!["annotations"]![CdiNames.ImmediateBinding] = "";
    }

    /// <summary>Names the source object as the data source of the claim.</summary>
    private static JsonObject ReferenceTo(WorldObject volume, DataVolumeSource source)
    {
        var id = SourceId(volume, source);
        return new JsonObject
        {
            ["apiGroup"] = CdiNames.Group,
            ["kind"] = id.Kind.Kind,
            ["name"] = id.Name,
        };
    }

    /// <summary>Tells CDI's workers on the claim itself what to fill it with.</summary>
    private static void Instruct(JsonObject annotations, WorldObject volume, DataVolumeSource source)
    {
        if (source.Cloned is { } clone)
            annotations[CdiNames.CloneRequest] = $"{clone.Namespace}/{clone.Name}";
        else if (source.Kind == DataVolumeWork.Upload)
            annotations[CdiNames.UploadTarget] = "";
        else
            ImportInstructions.Write(annotations, volume.At("/spec/source") as JsonObject);
    }
}
