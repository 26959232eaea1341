using k8s;
using KubeVirt.Backup.Client.Actions;
using KubeVirt.Backup.Client.Exports;
using KubeVirt.Backup.Client.Incremental;
using KubeVirt.Backup.Client.Snapshots;
using KubeVirt.Backup.Testing;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

/// <summary>A wait that ends before its action does says what may still happen.</summary>
public class ActionGoesOnTests
{
    private static readonly WaitOptions Once = new() { Limit = TimeSpan.Zero };
    private static readonly ResourceId Machine = ResourceId.Parse("VirtualMachine.kubevirt.io/shop/db");

    private static readonly ResourceId Snapshot = new(Kinds.VirtualMachineSnapshot, "shop", "monday");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("restore", "replaces the machine's disks", "StopTarget", "5 minutes")]
    [InlineData("snapshot", "freeze and thaw the guest", "spec.failureDeadline", "5 minutes")]
    [InlineData("group", "take it at any later time", "DeleteAsync stops that", "The storage goes on")]
    [InlineData("export", "serves the source", "spec.ttlDuration", "2 hours")]
    [InlineData("backup", "copies the disks", "spec.ttlDuration", "DeleteAsync aborts it")]
    public async Task What_is_not_done_in_time_says_what_may_still_happen_and_how_to_stop_it(
        string action,
        string whatHappens,
        string setting,
        string end
    )
    {
        await using var server = await TestCluster.StartAsync([TestMachines.Namespace("shop")]);
        using var client = server.CreateClient();
        var late = await LateAsync(client, action);

        var message = late.Problem.ShouldNotBeNull().Message;
        message.ShouldContain("not done in time");
        message.ShouldContain("goes on");
        message.ShouldContain(whatHappens);
        message.ShouldContain(setting);
        message.ShouldContain(end);
        message.ShouldContain("DeleteAsync");
        message.ShouldNotContain("failed:", Case.Sensitive, "nothing has failed");
    }

    [Fact]
    public async Task An_action_that_may_not_be_read_any_longer_goes_on_too()
    {
        await using var server = await TestCluster.StartAsync([TestMachines.Namespace("shop")]);
        using var client = server.CreateClient();
        var restores = new VirtualMachineRestores(client, Quick);
        var created = await restores.CreateAsync(Snapshot, "db", "tuesday", null, Token);
        server.Break(Fault.OfCode(403, "/virtualmachinerestores/tuesday", "GET"));

        var unseen = await restores.WaitAsync(created, cancellationToken: Token);
        unseen.Problem.ShouldNotBeNull().Message.ShouldContain("KubeVirt goes on with it");
        unseen.Problem.Message.ShouldNotContain("failed:");
    }

    [Fact]
    public async Task What_was_not_done_in_time_is_stopped_by_deleting_it()
    {
        await using var server = await TestCluster.StartAsync([TestMachines.Namespace("shop")]);
        using var client = server.CreateClient();
        var restores = new VirtualMachineRestores(client, Quick);
        var created = await restores.CreateAsync(Snapshot, "db", "tuesday", null, Token);
        var late = await restores.WaitAsync(created, Once, cancellationToken: Token);

        server.Store.Find(created.Id).ShouldNotBeNull("a wait that is over stops nothing");
        await restores.DeleteAsync(late, Token);
        server.Store.Find(created.Id).ShouldBeNull();
    }

    private static async Task<ActionState> LateAsync(IKubernetes client, string action)
    {
        switch (action)
        {
            case "restore":
                var restores = new VirtualMachineRestores(client, Quick);
                var restore = await restores.CreateAsync(Snapshot, "db", "tuesday", null, Token);
                return await restores.WaitAsync(restore, Once, cancellationToken: Token);
            case "snapshot":
                var snapshots = new VirtualMachineSnapshots(client, Quick);
                var snapshot = await snapshots.CreateAsync(Machine, "tuesday", null, Token);
                return await snapshots.WaitAsync(snapshot, wait: Once, cancellationToken: Token);
            case "group":
                var groups = new VolumeGroupSnapshots(client, Quick);
                var labels = new Dictionary<string, string> { ["app"] = "db" };
                var group = await groups.CreateAsync("shop", "tuesday", labels, cancellationToken: Token);
                return await groups.WaitAsync(group, wait: Once, cancellationToken: Token);
            case "export":
                var exports = new VirtualMachineExports(client, Quick);
                var export = await exports.CreateAsync(Machine, "tuesday", cancellationToken: Token);
                return await exports.WaitAsync(export, Once, cancellationToken: Token);
            default:
                var backups = new VirtualMachineBackups(client, Quick);
                var backup = await backups.CreateAsync(Machine, "tuesday", "target", null, Token);
                return await backups.WaitAsync(backup, Once, cancellationToken: Token);
        }
    }
}
