using KubeVirt.Backup.Testing;

namespace KubeVirt.Backup.Samples;

/// <summary>
/// The cluster that snippets of the documentation speak of: the sample manifests, with controllers that do their work
/// at once.
/// </summary>
internal static class SnippetCluster
{
    private static readonly Dictionary<GroupKind, string> Done = new()
    {
        [Kinds.VirtualMachineBackup] =
            """{"type":"Full","checkpointName":"c1","includedVolumes":[{"volumeName":"root"}],"conditions":[{"type":"Complete","status":"True","reason":"Completed"},{"type":"Quiesced","status":"True","reason":"QuiesceSucceeded"}]}""",
        [Kinds.VirtualMachineSnapshot] =
            """{"phase":"Succeeded","creationTime":"2026-01-02T03:04:05Z","readyToUse":true,"snapshotVolumes":{"includedVolumes":["root"]}}""",
    };

    public static async Task<TestCluster> StartAsync()
    {
        var server = await TestCluster.StartAsync(Repository.SampleManifests.Resources);
        server.Api.Exports.Volumes["db-root"] = new byte[100_000];
        SnapshotDriver.InstallOn(server);
        var takeSnapshots = server.Controllers;
        server.Controllers = () =>
        {
            takeSnapshots();
            foreach (var (kind, status) in Done)
            {
                foreach (var item in server.Store.List(kind, "shop").Where(item => item["status"] is null))
                    server.SetStatus(
                        new ResourceId(kind, "shop", item["metadata"]!["name"]!.GetValue<string>()),
                        status
                    );
            }
        };
        return server;
    }
}
