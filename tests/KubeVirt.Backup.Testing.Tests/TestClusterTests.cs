using KubeVirt.Backup.Client.Apply;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Client.Freeze;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Planning;
using KubeVirt.Backup.Resolvers;
using KubeVirt.Backup.Restore;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Testing;

/// <summary>What a test does with a cluster by the package's own words.</summary>
public class TestClusterTests
{
    private const string Definition = """
        {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"things.example.org"},
         "spec":{"group":"example.org","scope":"Namespaced","names":{"kind":"Thing","plural":"things","singular":"thing"},
         "versions":[{"name":"v1","served":true,"schema":{"openAPIV3Schema":{"type":"object","properties":{"spec":{"type":"object",
         "properties":{"name":{"type":"string"} } } } } } } ] } }
        """;

    private static readonly ClusterOptions Quick = new() { RetryDelay = TimeSpan.FromMilliseconds(1) };
    private static readonly TestMachine Machine = TestMachines.Create("db", "shop").WithDataVolume("root").Running();

    private static readonly ResourceId Other = new(Kinds.VirtualMachine, "shop", "other");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_added_is_read_back_and_found_by_clients()
    {
        await using var cluster = await StartAsync();
        cluster.Resources.Select(resource => resource.Id).ShouldContain(Machine.Guest);
        cluster.Find(Machine.Guest)!.StringAt("/status/phase").ShouldBe("Running");
        cluster.Find(Other).ShouldBeNull();

        using var client = cluster.CreateClient();
        var plan = await BackupPlanner.PlanAsync(new ClusterResourceSource(client), cancellationToken: Token);
        plan.Roots.ShouldBe([Machine.Id]);
        cluster.Requests.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_kubeconfig_connects_a_program()
    {
        await using var cluster = await StartAsync();
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, cluster.Kubeconfig, Token);
            using var client = Kubeconfig.Connect(file);
            var status = await new KubernetesGuestFreezer(client).GetStatusAsync(Machine.Guest, Token);
            status!.Phase.ShouldBe("Running");
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task What_is_removed_takes_along_what_it_alone_owned()
    {
        await using var cluster = await StartAsync();
        var volume = new ResourceId(Kinds.DataVolume, "shop", "db-root");
        cluster.Find(volume).ShouldNotBeNull();
        cluster.Remove(Machine.Id).ShouldBeTrue();
        cluster.Find(volume).ShouldBeNull();
        cluster.Find(volume.WithKind(Kinds.PersistentVolumeClaim)).ShouldBeNull();
        cluster.Remove(Machine.Id).ShouldBeFalse();
    }

    [Theory]
    [InlineData("""{"name":"a"}""", null)]
    [InlineData("""{"name":1}""", "/spec/name: is a Number, not string")]
    [InlineData("""{"nane":"a"}""", "/spec/nane: is no field")]
    public async Task A_definition_is_served_and_its_schema_holds(string spec, string? refusal)
    {
        await using var cluster = await TestCluster.StartAsync([
            TestMachines.Namespace("shop"),
            Resource.Parse(Definition),
        ]);
        var thing = Resource.Parse(
            $$$"""{"apiVersion":"example.org/v1","kind":"Thing","metadata":{"name":"a","namespace":"shop"},"spec":{{{spec}}}}"""
        );
        var report = await ApplyAsync(cluster, thing);
        (cluster.Find(thing.Id) is not null).ShouldBe(refusal is null);
        if (refusal is not null)
            report.Findings.ShouldHaveSingleItem().Message.ShouldContain(refusal);
    }

    [Fact]
    public async Task A_webhook_refuses_with_its_reason()
    {
        await using var cluster = await TestCluster.StartAsync([TestMachines.Namespace("shop")]);
        cluster.Webhook = resource => resource.Id.Kind == Kinds.Secret ? "no secrets here" : null;
        var report = await ApplyAsync(cluster, Simple("ConfigMap"));
        report.Findings.ShouldBeEmpty();
        cluster.Webhook = resource => $"no {resource.Id.Kind} here";
        report = await ApplyAsync(cluster, Simple("ConfigMap", "b"));
        report.Findings.ShouldHaveSingleItem().Message.ShouldContain("denied the request: no ConfigMap here");
    }

    [Fact]
    public async Task A_kind_that_is_withdrawn_is_served_no_longer()
    {
        await using var cluster = await StartAsync();
        using var client = cluster.CreateClient();
        cluster.Withdraw(Kinds.DataVolume);
        var plan = await BackupPlanner.PlanAsync(new ClusterResourceSource(client), cancellationToken: Token);
        plan.Graph.FindResource(new ResourceId(Kinds.DataVolume, "shop", "db-root")).ShouldBeNull();
        cluster.Requests.ShouldNotContain(request => request.Path.Contains("/datavolumes", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_fault_lets_requests_pass_hits_some_and_is_over()
    {
        await using var cluster = await StartAsync();
        using var client = cluster.CreateClient();
        var freezer = new KubernetesGuestFreezer(client, Quick with { Attempts = 1 });
        cluster.Break(Fault.OfCode(500, "/virtualmachineinstances/db") with { Skip = 1, Times = 2 });
        bool[] failed = new bool[5];
        foreach (var i in Enumerable.Range(0, failed.Length))
        {
            var look = () => freezer.GetStatusAsync(Machine.Guest, Token).AsTask();
            failed[i] = await Record.ExceptionAsync(look) is ClusterException;
        }

        failed.ShouldBe([false, true, true, false, false]);
        cluster.Break(Fault.OfCode(500, "/") with { Times = int.MaxValue });
        cluster.Repair();
        (await freezer.GetStatusAsync(Machine.Guest, Token)).ShouldNotBeNull();
    }

    [Theory]
    [InlineData(FaultKind.LateAnswer, true)]
    [InlineData(FaultKind.LateEffect, false)]
    public async Task What_comes_late_comes_when_its_time_has_come(FaultKind kind, bool isFrozenBefore)
    {
        var time = new FakeTimeProvider();
        await using var cluster = await TestCluster.StartAsync(Machine.Resources, time, Token);
        using var client = cluster.CreateClient();
        var freezer = new KubernetesGuestFreezer(client, Quick);
        cluster.Break(new Fault(kind) { Path = "/freeze", Delay = TimeSpan.FromSeconds(30) });
        var freeze = freezer.FreezeAsync(Machine.Guest, TimeSpan.FromMinutes(1), Token).AsTask();
        while (cluster.Requests.Count == 0 || (isFrozenBefore && !cluster.Guest(Machine.Guest).IsFrozen))
            await Task.Delay(1, Token);

        cluster.Guest(Machine.Guest).IsFrozen.ShouldBe(isFrozenBefore);
        freeze.IsCompleted.ShouldBeFalse();
        while (!freeze.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(1, Token);
        }

        await freeze;
        cluster.Guest(Machine.Guest).Freezes.ShouldBe(1);
    }

    [Fact]
    public async Task A_guest_refuses_with_its_own_words()
    {
        await using var cluster = await StartAsync();
        using var client = cluster.CreateClient();
        cluster.Guest(Machine.Guest).Refusal = "VSS has no writer";
        var session = await FreezeSession.StartAsync(
            new KubernetesGuestFreezer(client, Quick),
            [Machine.Guest],
            new FreezeOptions
            {
                LateFreeze = TimeSpan.FromMilliseconds(100),
                ThawDelay = TimeSpan.FromMilliseconds(10),
            },
            cancellationToken: Token
        );
        var verdict = (await session.ThawAsync()).ShouldHaveSingleItem();
        (verdict.Consistency, verdict.Reason.Contains("VSS has no writer", StringComparison.Ordinal)).ShouldBe(
            (Consistency.CrashConsistent, true)
        );
    }

    [Fact]
    public async Task A_user_may_do_what_the_rules_allow()
    {
        await using var cluster = await StartAsync();
        cluster.AddUser("reader", new TestRule("get list", "configmaps", "shop"));
        using var client = cluster.CreateClient("reader");
        var report = await ApplyAsync(client, Simple("ConfigMap"));
        report.Findings.ShouldContain(finding => finding.Id == FindingIds.ObjectRefused);
    }

    [Fact]
    public async Task The_status_of_what_is_not_there_is_not_written()
    {
        await using var cluster = await StartAsync();
        Should.Throw<KeyNotFoundException>(() => cluster.SetStatus(Other, "{}"));
    }

    private static Task<TestCluster> StartAsync() =>
        TestCluster.StartAsync(Machine.Resources, cancellationToken: Token);

    private static Resource Simple(string kind, string name = "a") =>
        Resource.Parse(
            $$$"""{"apiVersion":"v1","kind":"{{{kind}}}","metadata":{"name":"{{{name}}}","namespace":"shop"}}"""
        );

    private static async Task<ApplyReport> ApplyAsync(TestCluster cluster, Resource resource)
    {
        using var client = cluster.CreateClient();
        return await ApplyAsync(client, resource);
    }

    private static Task<ApplyReport> ApplyAsync(k8s.IKubernetes client, Resource resource)
    {
        var restore = RestorePolicy
            .CreateBuilder()
            .Build("as-is")
            .Apply(ResourceGraph.Create([resource], BuiltInResolvers.Default));
        return new ClusterTarget(client, Quick).ApplyAsync(restore, null, Token);
    }
}
