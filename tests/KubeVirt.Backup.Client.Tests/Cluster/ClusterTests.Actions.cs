using KubeVirt.Backup.Client.Apply;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Client.Exports;
using KubeVirt.Backup.Client.Freeze;
using KubeVirt.Backup.Client.Snapshots;
using KubeVirt.Backup.Findings;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

/// <summary>What is asked of KubeVirt and of the CSI snapshotter.</summary>
public partial class ClusterTests
{
    [Fact]
    public async Task A_quota_without_room_is_named_before_anything_is_written()
    {
        var client = await ConnectAsync();
        var ns = NewNamespace();
        await ApplyAsync(
            client,
            Resource.Parse(
                $$$"""{"apiVersion":"v1","kind":"ResourceQuota","metadata":{"namespace":"{{{ns}}}","name":"q"},"spec":{"hard":{"secrets":"0"} } }"""
            )
        );
        // What its controller would write, where there is none.
        await SendAsync(
            client,
            HttpMethod.Patch,
            $"api/v1/namespaces/{ns}/resourcequotas/q/status",
            """{"status":{"hard":{"secrets":"0"},"used":{"secrets":"0"}}}""",
            "application/merge-patch+json"
        );
        var preflight = await new ClusterTarget(client).PreflightAsync(Restore(ns), null, Token);
        preflight.Findings.ShouldContain(finding =>
            finding.Id == FindingIds.QuotaExceeded
            && finding.Resource == new ResourceId(new GroupKind("", "ResourceQuota"), ns, "q")
        );
        preflight.Findings.ShouldNotContain(finding =>
            finding.Message.Contains("Grant this", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Snapshots_and_exports_of_KubeVirt_are_asked_for_once_and_deleted()
    {
        var client = await ConnectAsync();
        var ns = NewNamespace();
        await new ClusterTarget(client).ApplyAsync(Restore(ns), null, Token);
        var machine = new ResourceId(Kinds.VirtualMachine, ns, "db");
        var snapshots = new VirtualMachineSnapshots(client);
        var created = await ServedAsync(() => snapshots.CreateAsync(machine, "s1", cancellationToken: Token));
        (
            await Should.ThrowAsync<ClusterException>(() =>
                snapshots.CreateAsync(machine, "s1", cancellationToken: Token)
            )
        ).Reason.ShouldBe("AlreadyExists");
        (await snapshots.FindAsync(created.Id, Token))!.Uid.ShouldBe(created.Uid);
        await snapshots.DeleteAsync(created, Token);
        (
            await snapshots.WaitAsync(
                created,
                wait: new() { Limit = TimeSpan.FromSeconds(30) },
                cancellationToken: Token
            )
        ).Problem!.Message.ShouldContain("deleted");

        var exports = new VirtualMachineExports(client);
        var export = await ServedAsync(() => exports.CreateAsync(machine, "e1", cancellationToken: Token));
        (await exports.FindAsync(export.Id, Token))!.TokenSecret.ShouldBe(new ResourceId(Kinds.Secret, ns, "e1"));
        (await FindAsync(client, new ResourceId(Kinds.Secret, ns, "e1")))!
            .StringAt("/metadata/ownerReferences/0/uid")
            .ShouldBe(export.Uid);
        await exports.DeleteAsync(export, Token);
        (
            await exports.WaitAsync(export, new() { Limit = TimeSpan.FromSeconds(30) }, cancellationToken: Token)
        ).Problem!.Message.ShouldContain("deleted");
    }

    [Fact]
    public async Task Snapshots_of_volumes_are_created_and_deleted()
    {
        var client = await ConnectAsync();
        var ns = NewNamespace();
        await new ClusterTarget(client).ApplyAsync(Restore(ns), null, Token);
        var snapshots = new VolumeSnapshots(client);
        var prepared = new ClaimSnapshot(
            new ResourceId(Kinds.PersistentVolumeClaim, ns, "db"),
            new ResourceId(Kinds.VolumeSnapshot, ns, "b1-db")
        )
        {
            SnapshotClass = "none",
            Request = Guid.NewGuid().ToString(),
        };
        var created = (await snapshots.CreateAsync([prepared], cancellationToken: Token)).Single();
        Assert.SkipWhen(
            created.Problem?.Message.Contains("does not serve the kind", StringComparison.Ordinal) == true,
            created.Problem?.Message ?? ""
        );
        created.Problem.ShouldBeNull();
        (await FindAsync(client, created.Snapshot))!.StringAt("/spec/source/persistentVolumeClaimName").ShouldBe("db");
        // Without the UID, as after a lost answer: it is recognized by the request.
        await snapshots.DeleteAsync([prepared], Token);
        (
            (await FindAsync(client, created.Snapshot))?.StringAt("/metadata/deletionTimestamp") ?? "gone"
        ).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_guest_is_frozen_and_thawed()
    {
        var client = await ConnectAsync();
        var ns = NewNamespace();
        RunGuest(ns);
        await using var session = await FreezeSession.StartAsync(
            new KubernetesGuestFreezer(client),
            [new ResourceId(Kinds.VirtualMachineInstance, ns, "db")],
            cancellationToken: Token
        );
        (await session.ThawAsync()).ShouldHaveSingleItem();
    }
}
