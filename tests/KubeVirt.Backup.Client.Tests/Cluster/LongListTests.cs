using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Planning;
using KubeVirt.Backup.Testing;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

/// <summary>Of a kind with far more objects than are needed, no more is read than it takes to find those.</summary>
public class LongListTests
{
    private static readonly ClusterOptions SmallPages = new() { PageSize = 10 };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ten_names_among_thousands_cost_a_page_and_a_request_each()
    {
        await using var server = await TestCluster.StartAsync([.. Machines.Make(1), .. Secrets(2000)]);
        using var client = server.CreateClient();
        string[] names = [.. Enumerable.Range(0, 10).Select(i => $"other-{i * 199:0000}")];
        var answer = await new ClusterResourceSource(client, SmallPages).FetchAsync(
            [new ResourceQuery(Kinds.Secret, "shop") { Names = names }],
            Token
        );
        answer.Resources.Select(resource => resource.Id.Name).Order(StringComparer.Ordinal).ShouldBe(names);
        Paths(server, "/secrets").Count.ShouldBe(1 + 9);
    }

    [Theory]
    [InlineData(29, 3)]
    [InlineData(31, 4)]
    public async Task A_list_is_read_to_its_end_where_that_costs_less(int others, int requests)
    {
        await using var server = await TestCluster.StartAsync([.. Machines.Make(1), .. Secrets(others)]);
        using var client = server.CreateClient();
        string[] names = [.. Enumerable.Range(others - 9, 9).Select(i => $"other-{i:0000}")];
        var answer = await new ClusterResourceSource(client, SmallPages).FetchAsync(
            [new ResourceQuery(Kinds.Secret, "shop") { Names = names }],
            Token
        );
        answer.Resources.Count.ShouldBe(9);
        Paths(server, "/secrets").Count.ShouldBe(requests);
    }

    [Fact]
    public async Task Who_may_list_but_not_get_reads_the_list_to_its_end()
    {
        await using var server = await TestCluster.StartAsync([.. Machines.Make(1), .. Secrets(200)]);
        server.AddUser("lister", new TestRule("list", "*", "shop"));
        using var client = server.CreateClient("lister");
        var answer = await new ClusterResourceSource(client, SmallPages).FetchAsync(
            [
                new ResourceQuery(Kinds.Secret, "shop")
                {
                    Names = ["other-0190", "other-0191", "other-0192", "other-0193"],
                },
            ],
            Token
        );
        answer.Resources.Count.ShouldBe(4);
        answer.Findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task Of_objects_that_a_machine_might_own_a_plan_reads_the_metadata_and_whole_those_that_it_owns()
    {
        var machine = Machines.Make(1).First(resource => resource.Id.Kind == Kinds.VirtualMachine);
        var owned = $$$"""
            {"apiVersion":"v1","kind":"Secret","metadata":{"name":"owned","namespace":"shop","ownerReferences":[{"apiVersion":"kubevirt.io/v1","kind":"VirtualMachine","name":"{{{machine.Id.Name}}}","uid":"{{{machine.StringAt(
                "/metadata/uid"
            )}}}"}]},"data":{"key":"dmFsdWU="}}
            """;
        await using var server = await TestCluster.StartAsync([
            .. Machines.Make(1),
            .. Secrets(300),
            Resource.Parse(owned),
        ]);
        using var client = server.CreateClient();
        var source = new ClusterResourceSource(client, SmallPages);
        var plan = await BackupPlanner.PlanAsync(source, new PlanOptions { Namespace = "shop" }, Token);
        var found = plan.Graph.FindResource(new ResourceId(Kinds.Secret, "shop", "owned")).ShouldNotBeNull();
        found.StringAt("/data/key").ShouldBe("dmFsdWU=");
        found.StringAt("/kind").ShouldBe("Secret");
        plan.Graph.FindResource(new ResourceId(Kinds.Secret, "shop", "other-0001")).ShouldBeNull();
        Paths(server, "/secrets?limit=100").Count.ShouldBe(4);
        Paths(server, "/secrets?limit=10&").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_list_that_expires_and_a_server_that_is_busy_in_turn_are_ridden_out()
    {
        await using var server = await TestCluster.StartAsync(Machines.Make(60));
        server.Break(new Fault(FaultKind.Compact) { Path = "continue=", Times = 2 });
        server.Break(Fault.OfCode(429, "/virtualmachines?limit", times: 3, retryAfter: 0));
        server.Break(Fault.OfCode(429, "continue=", times: 3, retryAfter: 0));
        using var client = server.CreateClient();
        var hasty = new ClusterOptions { PageSize = 10, RetryDelay = TimeSpan.FromMilliseconds(1) };
        var source = new ClusterResourceSource(client, hasty);
        var plan = await BackupPlanner.PlanAsync(source, new PlanOptions { Namespace = "shop" }, Token);
        plan.Roots.Count.ShouldBe(60);
        plan.Findings.ShouldNotContain(finding => finding.Severity == FindingSeverity.Error);
    }

    private static IEnumerable<Resource> Secrets(int count) =>
        Enumerable
            .Range(0, count)
            .Select(i =>
                Resource.Parse(
                    $$$"""{"apiVersion":"v1","kind":"Secret","metadata":{"name":"other-{{{i:0000}}}","namespace":"shop"},"data":{}}"""
                )
            );

    private static List<string> Paths(TestCluster server, string part) =>
        [
            .. server
                .Requests.Select(request => request.Path + request.Query)
                .Where(path => path.Contains(part, StringComparison.Ordinal)),
        ];
}
