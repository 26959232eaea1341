using System.Text.Json.Nodes;
using KubeVirt.Backup.Cluster;

namespace KubeVirt.Backup.Client;

/// <summary>Plays the controllers, which write what became of an object.</summary>
internal static class Statuses
{
    public static void SetStatus(this ApiServer server, ResourceId id, string json)
    {
        var stored = server.Store.Find(id)!;
        stored["status"] = JsonNode.Parse(json);
        server.Store.Put(id, stored);
    }
}
