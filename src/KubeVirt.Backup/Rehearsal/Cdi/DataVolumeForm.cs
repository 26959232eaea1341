using System.Numerics;
using System.Text.Json.Nodes;

namespace KubeVirt.Backup.Rehearsal;

/// <summary>The spec of a DataVolume, as the validating webhook looks at it.</summary>
/// <remarks>Source: CDI pkg/apiserver/webhooks/datavolume-validate.go (validateDataVolumeSpec).</remarks>
internal sealed class DataVolumeForm(Candidate volume)
{
    private JsonObject? Spec { get; } = volume.At("/spec") as JsonObject;

    /// <summary>What is asked for, in either of the two forms.</summary>
    public JsonObject? Storage => (Spec?["pvc"] ?? Spec?["storage"]) as JsonObject;

    public bool IsClaimForm => Spec?["pvc"] is not null;

    public bool HasBoth => IsClaimForm && Spec?["storage"] is not null;

    /// <summary>The name of the form in messages.</summary>
    public string Form => IsClaimForm ? "PVC" : "Storage";

    public BigInteger? Size =>
        Quantity.Bytes(((Storage?["resources"] as JsonObject)?["requests"] as JsonObject)?["storage"]);

    public bool IsZero => Size is { IsZero: true };

    /// <summary>Only a clone may leave its size open, and only in the newer form.</summary>
    public bool LacksSize => Size is null && (IsClaimForm || !IsClone);

    public int Modes => (Storage?["accessModes"] as JsonArray)?.Count ?? 0;

    public bool IsExternal => CdiRules.IsExternal(Spec);

    public bool HasAnySource => Spec?["source"] is not null || Spec?["sourceRef"] is not null;

    public bool HasOneSource => Spec?["source"] is null != Spec?["sourceRef"] is null;

    public string? RefKind =>
        Spec?["sourceRef"] is JsonObject reference ? WorldObject.TextOf(reference["kind"]) ?? "" : null;

    public string CloneWord => Source?["pvc"] is not null ? "PVC" : "Snapshot";

    public string CloneKind => Source?["pvc"] is not null ? "PVC" : "snapshot";

    public bool LacksCloneName =>
        (Source?["pvc"] ?? Source?["snapshot"]) is JsonObject clone
        && (
            WorldObject.TextOf(clone["name"]) is not { Length: > 0 }
            || WorldObject.TextOf(clone["namespace"]) is not { Length: > 0 }
        );

    private JsonObject? Source => Spec?["source"] as JsonObject;

    private bool IsClone =>
        Spec?["sourceRef"] is not null || Source?["pvc"] is not null || Source?["snapshot"] is not null;
}
