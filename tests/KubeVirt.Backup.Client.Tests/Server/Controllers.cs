using System.Text.Json.Nodes;
using KubeVirt.Backup.Cluster;

namespace KubeVirt.Backup.Client;

/// <summary>What the controllers of a cluster make of what was restored.</summary>
internal static class Controllers
{
    /// <summary>
    /// Makes a claim for each DataVolume, as CDI does, and brings all volumes and machines to a state; machines by
    /// default to the one that their run strategy asks for.
    /// </summary>
    public static void Finish(ApiServer server, string claim, string volume, string? machine = null)
    {
        server.Store.Seed(
            server
                .Store.List(Kinds.DataVolume, null)
                .Select(item => Resource.Parse(item.ToJsonString()).Id.WithKind(Kinds.PersistentVolumeClaim))
                .Where(id => server.Store.Find(id) is null)
                .Select(id =>
                    Resource.Parse(
                        $$$"""{"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"{{{id.Name}}}","namespace":"{{{id.Namespace}}}"},"spec":{}}"""
                    )
                )
        );
        Set(server, Kinds.PersistentVolumeClaim, _ => new JsonObject { ["phase"] = claim });
        Set(server, Kinds.DataVolume, _ => new JsonObject { ["phase"] = volume });
        Set(server, Kinds.VirtualMachine, item => new JsonObject { ["printableStatus"] = machine ?? StateOf(item) });
    }

    private static void Set(ApiServer server, GroupKind kind, Func<JsonObject, JsonObject> statusOf)
    {
        foreach (var item in server.Store.List(kind, null))
        {
            var status = statusOf(item.AsObject());
            if (!JsonNode.DeepEquals(item["status"], status))
                server.SetStatus(Resource.Parse(item.ToJsonString()).Id, status.ToJsonString());
        }
    }

    private static string StateOf(JsonObject machine) =>
        machine["spec"]?["runStrategy"]?.GetValue<string>() == "Always" ? "Running" : "Stopped";
}
