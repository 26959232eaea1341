using KubeVirt.Backup.Client.Apply;
using KubeVirt.Backup.Client.Exports;
using KubeVirt.Backup.Client.Incremental;
using KubeVirt.Backup.Client.Snapshots;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Manifests;
using KubeVirt.Backup.Restore;
using KubeVirt.Backup.Testing;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

/// <summary>What clients write is what the real schemas take.</summary>
public class SchemaServerTests
{
    private static readonly ResourceId Machine = new(Kinds.VirtualMachine, "shop", "db");
    private static readonly Dictionary<string, string> Labels = new() { ["backup"] = "b1" };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_action_is_such_as_the_schemas_take()
    {
        await using var server = await StartAsync();
        using var client = server.CreateClient();
        await new VirtualMachineSnapshots(client).CreateAsync(
            Machine,
            "s1",
            new VirtualMachineSnapshotOptions
            {
                FailureDeadline = TimeSpan.FromSeconds(90),
                RetainsContent = true,
                Labels = Labels,
            },
            Token
        );
        await new VirtualMachineRestores(client).CreateAsync(
            new ResourceId(Kinds.VirtualMachineSnapshot, "shop", "s1"),
            "copy",
            "r1",
            new VirtualMachineRestoreOptions
            {
                TargetReadinessPolicy = "WaitGracePeriod",
                VolumeRestorePolicy = "InPlace",
                VolumeOwnershipPolicy = "None",
                Patches = ["{}"],
                Labels = Labels,
            },
            Token
        );
        foreach (
            var (i, kind) in new[]
            {
                Kinds.VirtualMachine,
                Kinds.VirtualMachineSnapshot,
                Kinds.PersistentVolumeClaim,
                Kinds.VirtualMachineBackup,
            }.Index()
        )
            await new VirtualMachineExports(client).CreateAsync(
                new ResourceId(kind, "shop", "db"),
                $"e{i}",
                new ExportOptions { TimeToLive = TimeSpan.FromHours(1), Labels = Labels },
                Token
            );
        var tracker = await new VirtualMachineBackupTrackers(client).CreateAsync(Machine, "t1", Labels, Token);
        await new VirtualMachineBackups(client).CreateAsync(
            tracker.Id,
            "b1",
            "scratch",
            new VirtualMachineBackupOptions
            {
                Pulls = true,
                SkipsQuiesce = true,
                ForcesFull = true,
                TimeToLive = TimeSpan.FromHours(1),
                Labels = Labels,
            },
            Token
        );
        await new VolumeGroupSnapshots(client).CreateAsync("shop", "g1", Labels, "class", Labels, Token);
        new[]
        {
            Kinds.VirtualMachineSnapshot,
            Kinds.VirtualMachineRestore,
            Kinds.VirtualMachineExport,
            Kinds.VirtualMachineBackupTracker,
            Kinds.VirtualMachineBackup,
            Kinds.VolumeGroupSnapshot,
        }.ShouldAllBe(kind => server.Store.List(kind, "shop").Count > 0);
    }

    [Fact]
    public async Task A_restore_is_written_held_and_released_within_the_schemas()
    {
        var held = SampleCopy.Held;
        await using var server = await StartAsync();
        using var client = server.CreateClient();
        var target = new ClusterTarget(client);
        (await target.ApplyAsync(held, Trusting, Token)).Findings.ShouldBeEmpty();
        (await target.ReleaseAsync(held, null, Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_a_schema_refuses_is_a_finding_with_the_place()
    {
        await using var server = await StartAsync();
        using var client = server.CreateClient();
        var wrong = Resource.Parse(
            """{"apiVersion":"kubevirt.io/v1","kind":"VirtualMachine","metadata":{"name":"a","namespace":"shop"},"spec":{"runStrategy":"Halted","mistake":1,"template":{"spec":{"domain":{"devices":{}}}}}}"""
        );
        var finding = (
            await new ClusterTarget(client).PreflightAsync(
                new RestoreResult(
                    [
                        [wrong],
                    ],
                    [],
                    [],
                    []
                ),
                null,
                Token
            )
        ).Findings.ShouldHaveSingleItem();
        (finding.Id, finding.Resource).ShouldBe((FindingIds.ObjectRefused, wrong.Id));
        finding.Message.ShouldContain("422");
        finding.Message.ShouldContain("/spec/mistake");
    }

    [Fact]
    public async Task The_secret_of_an_export_goes_with_it()
    {
        await using var server = await StartAsync();
        using var client = server.CreateClient();
        var exports = new VirtualMachineExports(client);
        var created = await exports.CreateAsync(Machine, "e1", null, Token);
        server.Store.List(Kinds.Secret, "shop").Count.ShouldBe(1);
        await exports.DeleteAsync(created, Token);
        server.Store.List(Kinds.Secret, "shop").ShouldBeEmpty();
    }

    private static async Task<TestCluster> StartAsync()
    {
        var server = await TestCluster.StartAsync([
            Resource.Parse("""{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"shop"}}"""),
        ]);
        var definitions = await new ManifestReader().ReadPathsAsync([Repository.Shared("crds")], Token);
        server.Add(definitions.Resources);
        return server;
    }
}
