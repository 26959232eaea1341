using System.Text.Json.Nodes;

namespace KubeVirt.Backup.Testing.Server;

/// <summary>What the controllers of a cluster make of what was restored.</summary>
internal static class Controllers
{
    /// <summary>
    /// Makes a claim for each DataVolume, as CDI does, and brings all volumes and machines to a state; machines by
    /// default to the one that their run strategy asks for.
    /// </summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="claim">The phase of claims.</param>
    /// <param name="volume">The phase of DataVolumes.</param>
    /// <param name="machine">What machines print.</param>
    public static void Finish(TestCluster cluster, string claim, string volume, string? machine = null)
    {
        foreach (var item in cluster.Store.List(Kinds.DataVolume, null))
        {
            var id = IdOf(item).WithKind(Kinds.PersistentVolumeClaim);
            if (cluster.Store.Find(id) is null)
                cluster.Add(ClaimOf(id));
        }

        Set(cluster, Kinds.PersistentVolumeClaim, _ => new JsonObject { ["phase"] = claim });
        Set(cluster, Kinds.DataVolume, _ => new JsonObject { ["phase"] = volume });
        Set(cluster, Kinds.VirtualMachine, item => new JsonObject { ["printableStatus"] = machine ?? StateOf(item) });
    }

    private static Resource ClaimOf(ResourceId id) =>
        Resource.Parse(
            $$$"""
            {"apiVersion":"v1","kind":"PersistentVolumeClaim",
             "metadata":{"name":"{{{id.Name}}}","namespace":"{{{id.Namespace}}}"},"spec":{} }
            """
        );

    private static void Set(TestCluster cluster, GroupKind kind, Func<JsonObject, JsonObject> statusOf)
    {
        foreach (var item in cluster.Store.List(kind, null))
        {
            var status = statusOf(item);
            if (!JsonNode.DeepEquals(item["status"], status))
                cluster.SetStatus(IdOf(item), status.ToJsonString());
        }
    }

    private static ResourceId IdOf(JsonObject item) => Resource.Parse(item.ToJsonString()).Id;

    private static string StateOf(JsonObject machine) =>
        machine["spec"]?["runStrategy"]?.GetValue<string>() == "Always" ? "Running" : "Stopped";
}
