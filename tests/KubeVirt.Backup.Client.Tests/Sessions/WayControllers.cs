using System.Text.Json.Nodes;
using KubeVirt.Backup.Testing;

namespace KubeVirt.Backup.Client;

/// <summary>Plays the controllers that carry out the ways: what they make of each request, at once.</summary>
internal sealed class WayControllers(TestCluster server)
{
    private static readonly string Now = DateTimeOffset.UtcNow.ToString("O");

    /// <summary>The kinds that nobody works on.</summary>
    public HashSet<GroupKind> Idle { get; } = [];

    /// <summary>What becomes of the members of a group; those with its labels, unless set.</summary>
    public Func<IReadOnlyList<string>, IEnumerable<string>> Members { get; set; } = claims => claims;

    /// <summary>What KubeVirt says of a backup, in place of what it would.</summary>
    public string? BackupStatus { get; set; }

    /// <summary>What KubeVirt says of a snapshot, in place of what it would.</summary>
    public string? SnapshotStatus { get; set; }

    /// <summary>The claims that are in a snapshot of KubeVirt.</summary>
    public string[] SnapshotClaims { get; set; } = ["root", "data", "persistent-state-for-db-x"];

    /// <summary>Is told of the labels of a group before it is taken.</summary>
    public Action OnGroup { get; set; } = () => { };

    public static WayControllers On(TestCluster server)
    {
        var controllers = new WayControllers(server);
        server.Controllers = controllers.Work;
        return controllers;
    }

    private void Work()
    {
        Each(Kinds.VolumeSnapshot, Take);
        Each(Kinds.VolumeGroupSnapshot, TakeGroup);
        Each(Kinds.VirtualMachineSnapshot, TakeMachine);
        Each(Kinds.VirtualMachineBackup, BackUp);
    }

    private void Each(GroupKind kind, Action<ResourceId, JsonObject> work)
    {
        if (Idle.Contains(kind))
            return;
        foreach (var item in server.Store.List(kind, null).Where(item => item["status"] is null))
            work(Resource.Parse(item.ToJsonString()).Id, item);
    }

    private void Take(ResourceId id, JsonObject _) =>
        server.SetStatus(id, $$"""{"readyToUse":true,"creationTime":"{{Now}}"}""");

    private void TakeGroup(ResourceId id, JsonObject group)
    {
        OnGroup();
        var (key, value) = group["spec"]!["source"]!["selector"]!["matchLabels"]!.AsObject().Single();
        var chosen = server
            .Store.List(Kinds.PersistentVolumeClaim, id.Namespace)
            .Where(claim => claim["metadata"]!["labels"]?[key]?.GetValue<string>() == value!.GetValue<string>())
            .Select(claim => claim["metadata"]!["name"]!.GetValue<string>());
        foreach (var claim in Members([.. chosen]))
        {
            var member = $$$"""
                {"apiVersion":"snapshot.storage.k8s.io/v1","kind":"VolumeSnapshot","metadata":{"name":"{{{id.Name}}}-{{{claim}}}",
                "namespace":"{{{id.Namespace}}}","ownerReferences":[{"apiVersion":"groupsnapshot.storage.k8s.io/v1beta2",
                "kind":"VolumeGroupSnapshot","name":"{{{id.Name}}}","uid":"{{{group["metadata"]!["uid"]}}}"}]},
                "spec":{"source":{"persistentVolumeClaimName":"{{{claim}}}" } } }
                """;
            server.Add([Resource.Parse(member)]);
        }

        Take(id, group);
    }

    private void TakeMachine(ResourceId id, JsonObject snapshot)
    {
        var volumes = SnapshotClaims.Select(claim =>
            $$$"""{"volumeName":"{{{claim}}}","persistentVolumeClaim":{"metadata":{"name":"{{{claim}}}"}},"volumeSnapshotName":"vs-{{{claim}}}"}"""
        );
        var content = $$$"""
            {"apiVersion":"snapshot.kubevirt.io/v1beta1","kind":"VirtualMachineSnapshotContent","metadata":{"name":"content",
            "namespace":"{{{id.Namespace}}}"},"spec":{"volumeBackups":[{{{string.Join(',', volumes)}}}]}}
            """;
        server.Add([Resource.Parse(content)]);
        server.SetStatus(
            id,
            SnapshotStatus
                ?? $$"""
                {"phase":"Succeeded","readyToUse":true,"creationTime":"{{Now}}","virtualMachineSnapshotContentName":"content",
                "sourceIndications":[{"indication":"Online"},{"indication":"GuestAgent"}]}
                """
        );
    }

    private void BackUp(ResourceId id, JsonObject backup)
    {
        if (BackupStatus is not null)
        {
            server.SetStatus(id, BackupStatus);
            return;
        }

        var spec = backup["spec"]!;
        var tracker =
            spec["source"]!["kind"]!.GetValue<string>() == "VirtualMachineBackupTracker"
                ? new ResourceId(
                    Kinds.VirtualMachineBackupTracker,
                    id.Namespace,
                    spec["source"]!["name"]!.GetValue<string>()
                )
                : (ResourceId?)null;
        var since = tracker is { } known ? server.Store.Find(known)!["status"]?["latestCheckpoint"] : null;
        var type = since is null || spec["forceFullBackup"]?.GetValue<bool>() == true ? "Full" : "Incremental";
        var state =
            spec["mode"]?.GetValue<string>() == "Pull" ? ("Progressing", "ExportReady") : ("Complete", "Completed");
        server.SetStatus(
            id,
            $$"""
            {"type":"{{type}}","checkpointName":"cp-{{id.Name}}","includedVolumes":[{"volumeName":"root"},{"volumeName":"data"}],
            "conditions":[{"type":"{{state.Item1}}","status":"True","reason":"{{state.Item2}}"},
            {"type":"Quiesced","status":"True","reason":"QuiesceSucceeded"}]}
            """
        );
        if (tracker is { } moved)
            server.SetStatus(moved, $$$"""{"latestCheckpoint":{"name":"cp-{{{id.Name}}}"}}""");
    }
}
