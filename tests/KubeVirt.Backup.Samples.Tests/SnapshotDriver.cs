using KubeVirt.Backup.Testing;

namespace KubeVirt.Backup.Samples;

/// <summary>A CSI driver for each storage of a server, which takes every snapshot at once.</summary>
internal static class SnapshotDriver
{
    public static void InstallOn(TestCluster server)
    {
        var drivers = server
            .Store.List(Kinds.StorageClass, null)
            .Select(storage => storage["provisioner"]!.GetValue<string>())
            .Distinct();
        server.Add(drivers.Select(ClassOf));
        server.Controllers = () => TakeAll(server);
    }

    private static Resource ClassOf(string driver, int number) =>
        Resource.Parse(
            $$"""{"apiVersion":"snapshot.storage.k8s.io/v1","kind":"VolumeSnapshotClass","metadata":{"name":"of-driver-{{number}}"},"driver":"{{driver}}"}"""
        );

    private static void TakeAll(TestCluster server)
    {
        var wanted = server.Store.List(Kinds.VolumeSnapshot, null).Where(snapshot => snapshot["status"] is null);
        foreach (var snapshot in wanted)
        {
            var metadata = snapshot["metadata"]!;
            var id = new ResourceId(
                Kinds.VolumeSnapshot,
                metadata["namespace"]!.GetValue<string>(),
                metadata["name"]!.GetValue<string>()
            );
            server.SetStatus(id, $$"""{"readyToUse":true,"creationTime":"{{DateTimeOffset.UtcNow:O}}"}""");
        }
    }
}
