using System.Numerics;
using System.Text.Json.Nodes;

namespace KubeVirt.Backup.Rehearsal;

/// <summary>
/// CDI's webhooks for DataVolumes: who may clone, what a spec must say, and whose claim is in the way.
/// </summary>
/// <remarks>
/// The account that restores may read every source; a template of a machine is authorised by KubeVirt itself. Source:
/// CDI pkg/apiserver/webhooks/datavolume-mutate.go and datavolume-validate.go, pkg/apis/core/v1beta1/authorize.go.
/// </remarks>
internal static class DataVolumeAdmission
{
    private const string Mutating = "datavolume-mutate.cdi.kubevirt.io";
    private const string Validating = "datavolume-validate.cdi.kubevirt.io";
    private const string MutateSource = "CDI pkg/apiserver/webhooks/datavolume-mutate.go";
    private const string ValidateSource = "CDI pkg/apiserver/webhooks/datavolume-validate.go";

    private static readonly BigInteger Least = 1024 * 1024;

    // Asked in this order; the first that is met is the answer.
    private static readonly (Func<DataVolumeForm, bool> IsMet, Func<DataVolumeForm, string> Message)[] Rules =
    [
        (volume => volume.Storage is null, _ => "Missing Data volume PVC"),
        (volume => volume.HasBoth, _ => "Duplicate storage definition, both target storage and target pvc defined"),
        (volume => volume.IsZero, volume => $"{volume.Form} size can't be equal or less than zero"),
        (volume => volume.Size < Least, volume => $"{volume.Form} size should be at least 1MiB"),
        (volume => volume.LacksSize, volume => $"{volume.Form} size is missing"),
        (volume => volume.IsClaimForm && volume.Modes == 0, _ => "Required value: at least 1 access mode is required"),
        (volume => volume.IsClaimForm && volume.Modes > 1, _ => "PVC multiple accessModes"),
        (
            volume => volume.IsExternal && volume.HasAnySource,
            _ => "External population is incompatible with Source and SourceRef"
        ),
        (
            volume => !volume.IsExternal && !volume.HasOneSource,
            _ => "Data volume should have either Source or SourceRef, or be externally populated"
        ),
        (volume => volume.RefKind is "", _ => "Missing sourceRef kind"),
        (
            volume => volume.RefKind is not null and not "DataSource",
            volume => $"Unsupported sourceRef kind {volume.RefKind}, currently only DataSource is supported"
        ),
        (
            volume => volume.LacksCloneName,
            volume => $"spec.source.{volume.CloneWord} source {volume.CloneKind} is not valid"
        ),
    ];

    /// <summary>Asks who may clone, whose claim is in the way, and what the spec says.</summary>
    public static Verdict? Admit(World world, Candidate volume)
    {
        if (volume.Kind != Kinds.DataVolume)
            return null;

        return AuthorizeClone(world, volume) ?? FindClaimInTheWay(world, volume) ?? CheckSpec(volume);
    }

    /// <summary>Where a DataVolume clones from; <see langword="null"/> where it does not.</summary>
    public static CloneSource? CloneOf(World world, JsonNode? spec, string? @namespace, out string? absent)
    {
        absent = null;
        var form = spec as JsonObject;
        if (form?["sourceRef"] is JsonObject reference)
            return OfDataSource(world, reference, @namespace, out absent);

        return CloneSource.Read(form?["source"] as JsonObject, @namespace);
    }

    private static CloneSource? OfDataSource(World world, JsonObject reference, string? @namespace, out string? absent)
    {
        var name = WorldObject.TextOf(reference["name"]) ?? "";
        var place = WorldObject.TextOf(reference["namespace"]) is { Length: > 0 } given ? given : @namespace;
        var source = world.Find(Kinds.DataSource, place, name);
        absent = source is null ? Verdict.Absent(Kinds.DataSource, name) : null;
        if (source?.At("/spec/source/dataSource") is JsonObject next)
            source = world.Find(
                Kinds.DataSource,
                WorldObject.TextOf(next["namespace"]) ?? place,
                WorldObject.TextOf(next["name"])
            );

        return CloneSource.Read(source?.At("/spec/source") as JsonObject, place);
    }

    /// <summary>
    /// A source that is not there is tolerated for a DataVolume that is marked. Others get a token.
    /// </summary>
    private static Verdict? AuthorizeClone(World world, Candidate volume)
    {
        var isMarked = volume.HasAnnotation(CdiNames.PrePopulated) || volume.HasAnnotation(CdiNames.CheckStaticVolume);
        var clone = CloneOf(world, volume.At("/spec"), volume.Namespace, out var absent);
        if (absent is not null)
            return isMarked ? null : Refuse(absent);
        if (clone is not { Namespace: { } place })
            return null;
        if (!ApiServer.HasNamespace(world, place))
            return isMarked ? null : Refuse(Verdict.Absent(Kinds.Namespace, place));

        volume.Annotate(CdiNames.CloneToken, CdiNames.TokenValue);
        return null;

        static Verdict Refuse(string message) => Verdict.Denied(Mutating, 400, null, message, MutateSource);
    }

    /// <summary>A claim of its name must be populated for it, free to adopt, or belong to a DataVolume.</summary>
    private static Verdict? FindClaimInTheWay(World world, Candidate volume)
    {
        var claim = world.Find(Kinds.PersistentVolumeClaim, volume.Namespace, volume.Id.Name);
        if (claim is null || CdiRules.IsPopulatedFor(claim, volume.Id.Name))
            return null;
        if (CdiRules.MayAdopt(world, claim, null, volume.Annotation(CdiNames.AllowClaimAdoption)))
            return null;
        if (claim.ControllerOwner?.Kind.Kind == Kinds.DataVolume.Kind)
            return null;

        return Refuse($"Destination PVC {volume.Namespace}/{volume.Id.Name} already exists");
    }

    /// <summary>Looks for the first thing that the spec says wrong.</summary>
    private static Verdict? CheckSpec(Candidate volume)
    {
        var form = new DataVolumeForm(volume);
        foreach (var (isMet, message) in Rules)
        {
            if (isMet(form))
                return Refuse(message(form));
        }

        return null;
    }

    // CDI joins its causes with a blank before each.
    private static Verdict Refuse(string message) =>
        Verdict.Denied(Validating, 422, null, $" {message}", ValidateSource);
}
