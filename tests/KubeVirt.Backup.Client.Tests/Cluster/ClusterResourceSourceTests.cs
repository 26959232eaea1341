using System.Text;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Planning;
using KubeVirt.Backup.Testing;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

public class ClusterResourceSourceTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_plan_of_a_cluster_is_the_plan_of_its_manifests()
    {
        var resources = Repository.SampleManifests.Resources;
        await using var server = await TestCluster.StartAsync(resources);
        using var client = server.CreateClient();
        var live = await BackupPlanner.PlanAsync(new ClusterResourceSource(client), null, Token);
        var read = BackupPlanner.Plan(resources, null);
        live.Sets.Select(set => string.Join(' ', set)).ShouldBe(read.Sets.Select(set => string.Join(' ', set)));
        live.Graph.Edges.Select(edge => edge.ToString()).ShouldBe(read.Graph.Edges.Select(edge => edge.ToString()));
        live.Findings.Select(finding => finding.ToString())
            .ShouldBe(read.Findings.Select(finding => finding.ToString()));
    }

    [Fact]
    public async Task Objects_keep_the_bytes_of_the_server()
    {
        const string Json =
            """{"apiVersion":"kubevirt.io/v1","kind":"VirtualMachine","metadata":{"name":"a","namespace":"shop","uid":"1"},"spec":{"z":1.0,"a":null,"n":12345678901234567890,"e":1e3,"unknown":[]}}""";
        const string Claim =
            """{"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"a","namespace":"shop","uid":"1"},"spec":{"z":1.0,"a":null}}""";
        await using var server = await TestCluster.StartAsync([Resource.Parse(Json), Resource.Parse(Claim)]);
        using var client = server.CreateClient();
        var answer = await new ClusterResourceSource(client).FetchAsync(
            [All(Kinds.VirtualMachine), All(Kinds.PersistentVolumeClaim)],
            Token
        );
        answer
            .Resources.Select(Text)
            .ShouldBe([
                Json.Replace(",\"uid\":\"1\"", ",\"uid\":\"1\",\"resourceVersion\":\"1001\"", StringComparison.Ordinal),
                Claim.Replace(
                    ",\"uid\":\"1\"",
                    ",\"uid\":\"1\",\"resourceVersion\":\"1002\"",
                    StringComparison.Ordinal
                ),
            ]);
    }

    [Fact]
    public async Task A_namespace_that_is_marked_to_stay_is_found_on_the_way_and_no_list_is_read_whole_twice()
    {
        const string Machine =
            """{"apiVersion":"kubevirt.io/v1","kind":"VirtualMachine","metadata":{"name":"a","namespace":"shop","uid":"1"},"spec":{"template":{"spec":{"domain":{},"networks":[{"name":"n","multus":{"networkName":"nets/fast"}}]}}}}""";
        const string Network =
            """{"apiVersion":"k8s.cni.cncf.io/v1","kind":"NetworkAttachmentDefinition","metadata":{"name":"fast","namespace":"nets","uid":"2"}}""";
        const string Namespace =
            """{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"nets","uid":"3","labels":{"velero.io/exclude-from-backup":"true"}}}""";
        var objects = new[] { Machine, Network, Namespace }.Select(Resource.Parse);
        await using var server = await TestCluster.StartAsync(objects);
        using var client = server.CreateClient();

        var plan = await BackupPlanner.PlanAsync(new ClusterResourceSource(client), cancellationToken: Token);

        plan.Excluded.Select(exclusion => exclusion.Resource.Name).ShouldContain("fast");
        var whole = server
            .Requests.Where(request => !request.Query.Contains("limit=5000", StringComparison.Ordinal))
            .Where(request => !request.Query.Contains("labelSelector=", StringComparison.Ordinal))
            .Select(request => request.Path + request.Query);
        whole.ShouldBeUnique();
    }

    [Theory]
    [InlineData(10)]
    [InlineData(100)]
    [InlineData(1000)]
    public async Task Many_machines_of_a_namespace_cost_as_many_lists_as_few_and_their_pages(int count)
    {
        await using var server = await TestCluster.StartAsync(Machines.Make(count));
        using var client = server.CreateClient();
        var source = new ClusterResourceSource(client);
        var plan = await BackupPlanner.PlanAsync(source, new PlanOptions { Namespace = "shop" }, Token);
        plan.Sets.Sum(set => set.Count).ShouldBe(6 * count + 1);
        var pages = server.Requests.Count(request => request.Query.Contains("continue=", StringComparison.Ordinal));
        var lists =
            server.Requests.Count(request => request.Query.Contains("limit=", StringComparison.Ordinal)) - pages;
        var others = server.Requests.Count - lists - pages;
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{count} machines: {server.Requests.Count} requests: {lists} lists, {pages} more pages, {others} others"
        );
        // Labels of a thousand pods make no selector: the pods are listed whole, once, and six lists are longer than a
        // page. Most lists are of what may stand beside machines, whatever their number.
        (lists, pages, others).ShouldBe(count < 1000 ? (30, 0, 4) : (29, 6, 4));
        source.RequestCount.ShouldBe(server.Requests.Count);
    }

    [Fact]
    public async Task A_run_lists_nothing_twice_and_the_next_one_sees_what_is_new()
    {
        await using var server = await TestCluster.StartAsync(Machines.Make(5));
        using var client = server.CreateClient();
        var source = new ClusterResourceSource(client);
        var run = source.BeginRun();
        run.BeginRun().ShouldBeSameAs(run);
        var all = await run.FetchAsync([All(Kinds.Secret)], Token);
        server.Add([
            Resource.Parse("""{"apiVersion":"v1","kind":"Secret","metadata":{"name":"new","namespace":"shop"}}"""),
        ]);
        var asked = new ResourceQuery(Kinds.Secret, "shop") { Names = ["vm-0001", "new"] };
        var again = await run.FetchAsync([asked], Token);
        again
            .Resources.ShouldHaveSingleItem()
            .Json.ToArray()
            .ShouldBe(all.Resources.Single(resource => resource.Id.Name == "vm-0001").Json.ToArray());
        server.Requests.Count(request => request.Path.Contains("/secrets", StringComparison.Ordinal)).ShouldBe(1);
        (await source.BeginRun().FetchAsync([All(Kinds.Secret)], Token)).Resources.Count.ShouldBe(6);
        (await source.FetchAsync([asked], Token)).Resources.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_few_names_are_read_one_by_one_and_many_from_a_list()
    {
        await using var server = await TestCluster.StartAsync(Machines.Make(10));
        using var client = server.CreateClient();
        var source = new ClusterResourceSource(client);
        (await source.FetchAsync([Names(Kinds.Secret, "vm-0001", "absent", "no/name")], Token))
            .Resources.Select(resource => resource.Id.Name)
            .ShouldBe(["vm-0001"]);
        server.Requests.Count(request => request.Query.Length > 0).ShouldBe(0);
        (
            await source.FetchAsync([Names(Kinds.Secret, "vm-0001", "vm-0002", "vm-0003", "absent")], Token)
        ).Resources.Count.ShouldBe(3);
        server.Requests[^1].ToString().ShouldBe("GET /api/v1/namespaces/shop/secrets?limit=500");
    }

    [Fact]
    public async Task Labels_alone_are_left_to_the_server()
    {
        await using var server = await TestCluster.StartAsync(Machines.Make(10));
        using var client = server.CreateClient();
        var query = new ResourceQuery(Kinds.Pod, "shop")
        {
            Labels = new Dictionary<string, IReadOnlyCollection<string>>
            {
                ["kubevirt.io/created-by"] = ["vmi-vm-0001", "vmi-vm-0004", "vmi-absent"],
            },
        };
        (await new ClusterResourceSource(client).FetchAsync([query], Token))
            .Resources.Select(resource => resource.Id.Name)
            .ShouldBe(["virt-launcher-vm-0001-x", "virt-launcher-vm-0004-x"]);
        Uri.UnescapeDataString(server.Requests[^1].Query)
            .ShouldBe("?limit=500&labelSelector=kubevirt.io/created-by in (vmi-absent,vmi-vm-0001,vmi-vm-0004)");
    }

    [Fact]
    public async Task A_label_value_that_the_server_would_refuse_is_looked_for_here()
    {
        await using var server = await TestCluster.StartAsync(Machines.Make(2));
        using var client = server.CreateClient();
        var query = new ResourceQuery(Kinds.Pod, "shop")
        {
            Labels = new Dictionary<string, IReadOnlyCollection<string>>
            {
                ["kubevirt.io"] = ["virt-launcher", "a value, in words"],
            },
        };
        (await new ClusterResourceSource(client).FetchAsync([query], Token)).Resources.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_list_whose_pages_expire_is_begun_anew()
    {
        await using var server = await TestCluster.StartAsync(Machines.Make(10));
        using var client = server.CreateClient();
        server.Break(new Fault(FaultKind.Compact) { Path = "continue=", Times = 2 });
        var answer = await new ClusterResourceSource(client, new ClusterOptions { PageSize = 4 }).FetchAsync(
            [All(Kinds.VirtualMachine)],
            Token
        );
        answer
            .Resources.Select(resource => resource.Id.Name)
            .ShouldBe(Enumerable.Range(0, 10).Select(i => $"vm-{i:0000}"));
        server.Requests.Count(request => request.Query.EndsWith("?limit=4", StringComparison.Ordinal)).ShouldBe(3);
    }

    [Fact]
    public async Task Kinds_that_are_not_served_are_a_finding()
    {
        await using var server = await TestCluster.StartAsync(Machines.Make(1));
        server.Withdraw(Kinds.VirtualMachinePool);
        using var client = server.CreateClient();
        var plan = await BackupPlanner.PlanAsync(
            new ClusterResourceSource(client),
            new PlanOptions { Namespace = "shop" },
            Token
        );
        plan.Roots.Count.ShouldBe(1);
        plan.Findings.Where(finding => finding.Id == FindingIds.KindNotServed)
            .ShouldHaveSingleItem()
            .Message.ShouldContain("VirtualMachinePool.pool.kubevirt.io");
    }

    [Fact]
    public async Task A_namespace_that_is_not_there_is_a_finding_and_an_empty_one_or_one_that_may_not_be_read_is_none()
    {
        await using var server = await TestCluster.StartAsync([
            Resource.Parse("""{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"empty"}}"""),
        ]);
        server.AddUser("narrow", new TestRule("get list", "*", "gone"));
        var token = TestContext.Current.CancellationToken;
        async Task<int> CountAsync(string ns, string user)
        {
            using var client = server.CreateClient(user);
            var plan = await BackupPlanner.PlanAsync(
                new ClusterResourceSource(client),
                new PlanOptions { Namespace = ns },
                token
            );
            return plan.Findings.Count(finding =>
                finding.Id == FindingIds.NamespaceAbsent
                && finding.Resource == new ResourceId(Kinds.Namespace, null, ns)
            );
        }

        (await CountAsync("gone", TestCluster.Administrator)).ShouldBe(1);
        (await CountAsync("empty", TestCluster.Administrator)).ShouldBe(0);
        (await CountAsync("gone", "narrow")).ShouldBe(0);
    }

    [Fact]
    public async Task What_RBAC_forbids_is_a_finding_that_says_what_is_missing()
    {
        await using var server = await TestCluster.StartAsync(Machines.Make(5));
        server.AddUser(
            "bob",
            new TestRule("get list", "*", "shop", "kubevirt.io cdi.kubevirt.io"),
            new TestRule("get", "secrets", "shop"),
            new TestRule("get", "namespaces")
        );
        using var client = server.CreateClient("bob");
        var plan = await BackupPlanner.PlanAsync(
            new ClusterResourceSource(client),
            new PlanOptions { Namespace = "shop" },
            Token
        );
        var said = plan
            .Findings.Where(finding => finding.Id == FindingIds.ReadForbidden)
            .Select(finding => finding.Message)
            .Distinct()
            .ToList();
        said.ShouldContain(message =>
            message.StartsWith(
                "The account may not list and get persistentvolumeclaims in namespace shop (vm-0000, vm-0001, vm-0002, vm-0003, vm-0004), so the plan is incomplete",
                StringComparison.Ordinal
            )
        );
        said.Where(message => message.Contains("secrets", StringComparison.Ordinal))
            .ShouldHaveSingleItem()
            .ShouldStartWith("The account may not list secrets in namespace shop, ");
        plan.Graph.FindResource(new ResourceId(Kinds.Secret, "shop", "vm-0003")).ShouldNotBeNull();
    }

    private static ClusterOptions Hasty => new() { RetryDelay = TimeSpan.FromMilliseconds(1) };

    private static ResourceQuery Names(GroupKind kind, params string[] names) => new(kind, "shop") { Names = names };

    private static ResourceQuery All(GroupKind kind) => new(kind, "shop") { All = true };

    private static string Text(Resource resource) => Encoding.UTF8.GetString(resource.Json.Span);
}
