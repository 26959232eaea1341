using KubeVirt.Backup.Client.Apply;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Restore;
using KubeVirt.Backup.Testing;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

/// <summary>What of a target has a part in a restore, and what of it is left alone.</summary>
public class TargetObjectsTests
{
    private const string Machine =
        """{"apiVersion":"kubevirt.io/v1","kind":"VirtualMachine","metadata":{"namespace":"ns","name":"NAME"},"spec":{"dataVolumeTemplates":[{"metadata":{"name":"VOLUME"},"spec":{}}],"template":{"spec":{}}}}""";
    private const string Other =
        """{"apiVersion":"VERSION","kind":"KIND","metadata":{"namespace":"ns","name":"NAME"LABELS}}""";

    private static readonly Resource Claim = Object("v1", "PersistentVolumeClaim", "p");
    private static readonly Resource Played = MachineOf("vm", "t");
    private static readonly Resource Kept = MachineOf("kept", "u");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Volumes_and_instances_of_the_names_states_and_limits_are_found_in_order_and_nothing_else()
    {
        var found = await FindAsync([Claim, Played], [Kept.Id], Kept);

        found.ShouldBe([
            "VirtualMachine.kubevirt.io/ns/kept",
            "DataVolume.cdi.kubevirt.io/ns/p",
            "DataVolume.cdi.kubevirt.io/ns/t",
            "DataVolume.cdi.kubevirt.io/ns/u",
            "PersistentVolumeClaim/ns/state",
            "PersistentVolumeClaim/ns/t",
            "PersistentVolumeClaim/ns/u",
            "VirtualMachineInstance.kubevirt.io/ns/vm",
            "LimitRange/ns/l",
        ]);
    }

    [Fact]
    public async Task A_restore_without_volumes_meets_no_limits_and_one_without_machines_no_states()
    {
        (await FindAsync([Played], [])).ShouldNotContain("LimitRange/ns/l");
        (await FindAsync([Claim], [])).ShouldBe(["DataVolume.cdi.kubevirt.io/ns/p", "LimitRange/ns/l"]);
        var volume = Object("cdi.kubevirt.io/v1beta1", "DataVolume", "t");
        (await FindAsync([volume], [])).ShouldBe(["PersistentVolumeClaim/ns/t", "LimitRange/ns/l"]);
    }

    private static async Task<IEnumerable<string>> FindAsync(
        IReadOnlyList<Resource> played,
        IEnumerable<ResourceId> there,
        params Resource[] more
    )
    {
        await using var server = await TestCluster.StartAsync([.. Live(), .. more]);
        using var client = server.CreateClient();
        var connection = new ClusterConnection(client, Quick, null);
        var look = new TargetLook(connection, new Dictionary<ResourceId, Resource>());
        await look.DiscoverAsync([.. TargetObjects.Known, TargetObjects.LimitRange], Token);
        var needs = TargetNeeds.Of(new RestoreResult([played], [], [], []));
        var found = await new TargetObjects(connection, look, played).FindAsync(there, needs, Token);

        return found.Select(one => one.Id.ToString());
    }

    private static IEnumerable<Resource> Live()
    {
        foreach (var name in new[] { "p", "t", "u", "unrelated" })
        {
            yield return Object("v1", "PersistentVolumeClaim", name);
            yield return Object("cdi.kubevirt.io/v1beta1", "DataVolume", name);
        }

        yield return Object("v1", "PersistentVolumeClaim", "state", "vm");
        yield return Object("v1", "PersistentVolumeClaim", "state-of-another", "another");
        yield return Object("kubevirt.io/v1", "VirtualMachineInstance", "vm");
        yield return Object("kubevirt.io/v1", "VirtualMachineInstance", "another");
        yield return Object("v1", "LimitRange", "l");
        yield return Object("v1", "ConfigMap", "t");
    }

    private static Resource MachineOf(string name, string volume) =>
        Resource.Parse(Machine.Replace("NAME", name).Replace("VOLUME", volume));

    private static Resource Object(string version, string kind, string name, string? stateOf = null)
    {
        var labels = stateOf is null ? "" : $",\"labels\":{{\"persistent-state-for\":\"{stateOf}\"}}";
        return Resource.Parse(
            Other.Replace("VERSION", version).Replace("KIND", kind).Replace("NAME", name).Replace("LABELS", labels)
        );
    }
}
