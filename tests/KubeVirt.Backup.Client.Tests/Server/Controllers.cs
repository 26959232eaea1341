using System.Text.Json.Nodes;
using KubeVirt.Backup.Cluster;

namespace KubeVirt.Backup.Client;

/// <summary>What the controllers of a cluster make of what was restored.</summary>
internal static class Controllers
{
    /// <summary>
    /// Makes a claim for each DataVolume, as CDI does, and brings all volumes and machines to a state.
    /// </summary>
    public static void Finish(ApiServer server, string claim, string volume, string machine = "Stopped")
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
        foreach (
            var (kind, status) in new[]
            {
                (Kinds.PersistentVolumeClaim, new JsonObject { ["phase"] = claim }),
                (Kinds.DataVolume, new JsonObject { ["phase"] = volume }),
                (Kinds.VirtualMachine, new JsonObject { ["printableStatus"] = machine }),
            }
        )
        {
            foreach (
                var item in server.Store.List(kind, null).Where(item => !JsonNode.DeepEquals(item["status"], status))
            )
                server.SetStatus(Resource.Parse(item.ToJsonString()).Id, status.ToJsonString());
        }
    }
}
