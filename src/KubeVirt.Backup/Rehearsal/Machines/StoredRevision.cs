using System.Text.Json.Nodes;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Rehearsal;

/// <summary>
/// The ControllerRevision in which KubeVirt keeps an instancetype or a preference as a machine first saw it.
/// </summary>
/// <remarks>Source: KubeVirt pkg/instancetype/revision/store.go (CreateControllerRevision, GenerateName).</remarks>
internal static class StoredRevision
{
    public const string Version = "v1beta1";
    public const string VersionLabel = Prefix + "object-version";
    public const string NameLabel = Prefix + "object-name";

    private const string Prefix = "instancetype.kubevirt.io/";
    private const string ApiVersion = "apps/v1";

    /// <summary>The name of the revision of an object for a machine; odd content gives one that no object can have.</summary>
    public static string NameOf(WorldObject machine, JsonObject content) =>
        $"{machine.Name}-{NameIn(content)}-{Version}-{UidIn(content)}-{GenerationIn(content)}";

    /// <summary>The revision of an object for a machine.</summary>
    public static JsonObject Of(WorldObject machine, JsonObject content)
    {
        var id = new ResourceId(Kinds.ControllerRevision, machine.Namespace, NameOf(machine, content));
        var body = WorkerObjects.Bare(ApiVersion, id, OwnerOf.Controller(machine));
        body["metadata"]!["labels"] = new JsonObject
        {
            [Prefix + "object-generation"] = GenerationIn(content),
            [Prefix + "object-kind"] = TextAt(content, "/kind"),
            [NameLabel] = NameIn(content),
            [Prefix + "object-uid"] = UidIn(content),
            [VersionLabel] = Version,
        };
        body["data"] = content.DeepClone();

        return body;
    }

    private static string NameIn(JsonObject content) => TextAt(content, "/metadata/name");

    private static string UidIn(JsonObject content) => TextAt(content, "/metadata/uid");

    private static string GenerationIn(JsonObject content) =>
        NodePointer.Find(content, "/metadata/generation")?.ToJsonString() ?? "1";

    private static string TextAt(JsonObject content, string pointer) =>
        WorldObject.TextOf(NodePointer.Find(content, pointer)) ?? "";
}
