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

    /// <summary>The revision of an object for a machine.</summary>
    public static JsonObject Of(WorldObject machine, JsonObject content)
    {
        var name = TextAt(content, "/metadata/name");
        var uid = TextAt(content, "/metadata/uid");
        var generation = NodePointer.Find(content, "/metadata/generation")?.ToJsonString() ?? "1";
        var id = new ResourceId(
            Kinds.ControllerRevision,
            machine.Namespace,
            $"{machine.Name}-{name}-{Version}-{uid}-{generation}"
        );
        var body = WorkerObjects.Bare(ApiVersion, id, OwnerOf.Controller(machine));
        body["metadata"]!["labels"] = new JsonObject
        {
            [Prefix + "object-generation"] = generation,
            [Prefix + "object-kind"] = TextAt(content, "/kind"),
            [NameLabel] = name,
            [Prefix + "object-uid"] = uid,
            [VersionLabel] = Version,
        };
        body["data"] = content.DeepClone();

        return body;
    }

    private static string TextAt(JsonObject content, string pointer) =>
        WorldObject.TextOf(NodePointer.Find(content, pointer)) ?? "";
}
