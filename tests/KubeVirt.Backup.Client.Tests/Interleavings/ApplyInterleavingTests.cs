using k8s;
using KubeVirt.Backup.Client.Apply;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Resolvers;
using KubeVirt.Backup.Restore;
using KubeVirt.Backup.Testing;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

/// <summary>Two restores of one backup to one cluster, in every order of their requests.</summary>
[Collection(nameof(Interleavings))]
public class ApplyInterleavingTests
{
    private const string Secret =
        """{"apiVersion":"v1","kind":"Secret","metadata":{"namespace":"shop","name":"init"},"data":{"a":"Yg=="}}""";

    private const string Machine =
        """{"apiVersion":"kubevirt.io/v1","kind":"VirtualMachine","metadata":{"namespace":"shop","name":"db"},"spec":{"runStrategy":"Halted","template":{"spec":{"domain":{"devices":{}},"volumes":[{"name":"init","cloudInitNoCloud":{"secretRef":{"name":"init"}}}]}}}}""";

    private static readonly RestoreResult Restore = RestorePresets.InPlace.Apply(
        ResourceGraph.Create(
            [TestMachines.Namespace("shop"), Resource.Parse(Secret), Resource.Parse(Machine)],
            BuiltInResolvers.Default
        )
    );

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_object_is_created_by_one_of_two_restores_and_neither_says_otherwise()
    {
        await using var cluster = await TestCluster.StartAsync();
        var orders = await Schedules.RunAllAsync(schedule => RunAsync(cluster, schedule), 3);
        orders.ShouldBeGreaterThan(100);
    }

    private static async Task<IReadOnlyList<string>> RunAsync(TestCluster cluster, Schedule schedule)
    {
        foreach (var resource in cluster.Resources)
            cluster.Remove(resource.Id);
        var gate = new RequestGate(schedule);
        var (one, other) = (ApplyAsync(cluster, gate, "A"), ApplyAsync(cluster, gate, "B"));
        await gate.RunAsync(one, other);

        ApplyReport[] reports = [await one, await other];
        var there = cluster.Resources.ToDictionary(
            resource => resource.Id,
            resource => resource.StringAt("/metadata/uid")
        );
        return
        [
            .. Restore.Resources.SelectMany(resource => Wrong(resource.Id)).Select(what => $"{what}\n    {gate.Story}"),
        ];

        IEnumerable<string> Wrong(ResourceId id)
        {
            if (!there.ContainsKey(id))
                yield return $"{id} is not there";
            var said = reports.Select(report => report.Objects.Single(applied => applied.Resource == id)).ToList();
            var created = said.FindAll(applied => applied.Outcome == ApplyOutcome.Created);
            if (created.Count != 1 || created[0].Uid != there.GetValueOrDefault(id))
                yield return $"{id} is said to be {string.Join(" and ", said)}";
            if (said.Exists(applied => applied.Outcome is not (ApplyOutcome.Created or ApplyOutcome.Kept)))
                yield return $"{id} is said to be {string.Join(" and ", said)}";
        }
    }

    private static async Task<ApplyReport> ApplyAsync(TestCluster cluster, RequestGate gate, string name)
    {
        using var client = new Kubernetes(cluster.ConfigurationOf(), gate.HandlerOf(name));
        return await new ClusterTarget(client, OneByOne).ApplyAsync(Restore, null, Token);
    }
}
