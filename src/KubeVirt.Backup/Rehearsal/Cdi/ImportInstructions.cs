using System.Text.Json.Nodes;

namespace KubeVirt.Backup.Rehearsal;

/// <summary>The annotations by which CDI tells its importer where the data come from.</summary>
/// <remarks>Source: CDI pkg/controller/common/util.go (UpdateHTTPAnnotations and its siblings).</remarks>
internal static class ImportInstructions
{
    private const string Prefix = CdiNames.Group + "/storage.import.";
    private const string None = "none";

    // The fields of a source that become annotations; an empty one is left out.
    private static readonly (string Field, string Annotation)[] Fields =
    [
        ("url", CdiNames.Endpoint),
        ("imageStream", CdiNames.Endpoint),
        ("secretRef", Prefix + "secretName"),
        ("certConfigMap", Prefix + "certConfigMap"),
        ("checksum", Prefix + "checksum"),
        ("pullMethod", CdiNames.ImportMethod),
        ("diskId", Prefix + "diskId"),
        ("backingFile", Prefix + "backingFile"),
        ("uuid", Prefix + "uuid"),
        ("thumbprint", Prefix + "thumbprint"),
        ("initImageURL", Prefix + "vddk.initImageURL"),
    ];

    /// <summary>Writes what a source says; a source that says nothing is an empty disk.</summary>
    public static void Write(JsonObject annotations, JsonObject? source)
    {
        var (kind, content) = (source ?? []).FirstOrDefault();
        annotations[CdiNames.ImportSource] = kind is null or "blank" ? None : kind;
        foreach (var (field, annotation) in Fields)
        {
            if (WorldObject.TextOf((content as JsonObject)?[field]) is { Length: > 0 } value)
                annotations[annotation] = value;
        }
    }

    /// <summary>Whether the importer can be made: all but an empty disk come from somewhere.</summary>
    public static bool AreComplete(WorldObject claim) =>
        claim.Annotation(CdiNames.ImportSource) == None || claim.Annotation(CdiNames.Endpoint) is { Length: > 0 };

    /// <summary>Whether the importer needs a second claim to unpack (requiresScratchSpace).</summary>
    public static bool NeedScratch(WorldObject claim) =>
        claim.Annotation(CdiNames.ContentType) == "archive"
        || claim.Annotation(CdiNames.ImportSource) == "glance"
        || CdiNames.IsTrue(claim.Annotation(CdiNames.RequiresScratch))
        || (claim.Annotation(CdiNames.ImportSource) == "registry" && claim.Annotation(CdiNames.ImportMethod) != "node");
}
