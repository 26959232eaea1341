using k8s;
using KubeVirt.Backup.Client.Apply;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Client.Snapshots;
using KubeVirt.Backup.Cluster;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Planning;
using KubeVirt.Backup.Restore;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

/// <summary>
/// The same on a real cluster and on the server of the tests: each test runs on both, in namespaces of its own that it deletes. A kube-apiserver with the CustomResourceDefinitions of KubeVirt and CDI will
/// do; nothing here needs their controllers.
/// </summary>
public sealed class RealClusterTests : IAsyncLifetime
{
    private const string Variable = "KUBEVIRT_BACKUP_KUBECONFIG";
    private readonly List<string> _namespaces = [];
    private readonly List<Func<ValueTask>> _ends = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<bool> Clusters => [false, true];

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var end in Enumerable.Reverse(_ends))
            await end();
    }

    [Theory]
    [MemberData(nameof(Clusters))]
    public async Task What_was_restored_is_found_again_as_it_was(bool isReal)
    {
        var client = await ConnectAsync(isReal);
        var ns = NewNamespace();
        var target = new ClusterTarget(client);
        var restore = Restore(ns);
        var preflight = await target.PreflightAsync(restore, null, Token);
        preflight.Findings.ShouldNotContain(finding => finding.Severity == FindingSeverity.Error && finding.Id != FindingIds.TargetLacks);
        var report = await target.ApplyAsync(restore, null, Token);
        report.IsComplete.ShouldBeTrue(string.Join('\n', report.Findings));

        var plan = await BackupPlanner.PlanAsync(new ClusterResourceSource(client), new PlanOptions { Namespace = ns }, Token);
        foreach (var resource in restore.Resources.Where(resource => resource.Id.Kind != Kinds.Namespace))
            plan.Graph.FindResource(resource.Id).ShouldNotBeNull(resource.Id.ToString());
        plan.Graph.FindResource(new ResourceId(Kinds.Secret, ns, "db"))!.StringAt("/data/userdata").ShouldBe("aGVsbG8=");
        (await target.ApplyAsync(restore, null, Token)).Objects.ShouldAllBe(applied => applied.Outcome == ApplyOutcome.Kept);
    }

    [Theory]
    [MemberData(nameof(Clusters))]
    public async Task A_namespace_that_is_not_there_is_a_finding(bool isReal)
    {
        var client = await ConnectAsync(isReal);
        var plan = await BackupPlanner.PlanAsync(new ClusterResourceSource(client), new PlanOptions { Namespace = NewName() }, Token);
        plan.Findings.ShouldContain(finding => finding.Id == FindingIds.NamespaceAbsent);
    }

    [Theory]
    [MemberData(nameof(Clusters))]
    public async Task Pages_are_put_together_and_a_selector_selects(bool isReal)
    {
        var client = await ConnectAsync(isReal);
        var ns = NewNamespace();
        var maps = Enumerable.Range(0, 7).Select(i => Resource.Parse($$$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"map-{{{i}}}","namespace":"{{{ns}}}","labels":{"part":"{{{i % 2}}}"}},"data":{"n":"{{{i}}}"}}"""));
        await new ClusterTarget(client).ApplyAsync(new RestoreResult([[.. maps]], [], [], []), null, Token);
        var source = new ClusterResourceSource(client, new ClusterOptions { PageSize = 2 });
        var all = await source.FetchAsync([new ResourceQuery(Kinds.ConfigMap, ns) { All = true }], Token);
        all.Resources.Count(resource => resource.Id.Name.StartsWith("map-", StringComparison.Ordinal)).ShouldBe(7);
        var some = await source.FetchAsync([new ResourceQuery(Kinds.ConfigMap, ns) { Labels = new Dictionary<string, IReadOnlyCollection<string>> { ["part"] = ["1"] } }], Token);
        some.Resources.Select(resource => resource.Id.Name).Order(StringComparer.Ordinal).ShouldBe(["map-1", "map-3", "map-5"]);
    }

    [Theory]
    [MemberData(nameof(Clusters))]
    public async Task A_snapshot_is_asked_for_once_and_deleted(bool isReal)
    {
        var client = await ConnectAsync(isReal);
        var ns = NewNamespace();
        await new ClusterTarget(client).ApplyAsync(Restore(ns), null, Token);
        var snapshots = new VirtualMachineSnapshots(client);
        VirtualMachineSnapshot created;
        try
        {
            created = await snapshots.CreateAsync(new ResourceId(Kinds.VirtualMachine, ns, "db"), "s1", cancellationToken: Token);
        }
        catch (ClusterException e) when (e.Reason is "KindNotServed")
        {
            Assert.Skip(e.Message);
            return;
        }

        (await Should.ThrowAsync<ClusterException>(() => snapshots.CreateAsync(new ResourceId(Kinds.VirtualMachine, ns, "db"), "s1", cancellationToken: Token))).Reason.ShouldBe("AlreadyExists");
        (await snapshots.FindAsync(created.Id, Token))!.Uid.ShouldBe(created.Uid);
        await snapshots.DeleteAsync(created, Token);
        (await snapshots.WaitAsync(created, wait: new() { Limit = TimeSpan.FromSeconds(30) }, cancellationToken: Token)).Problem!.Message.ShouldContain("deleted");
    }

    private async Task<Kubernetes> ConnectAsync(bool isReal)
    {
        var file = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipWhen(isReal && file is null, $"{Variable} names no kubeconfig of a real cluster.");
        var server = isReal ? null : await ApiServer.StartAsync();
        if (server is not null)
            _ends.Add(server.DisposeAsync);
        var client = isReal ? Kubeconfig.Connect(file!) : server!.Client();
        _ends.Add(() =>
        {
            client.Dispose();
            return ValueTask.CompletedTask;
        });
        _ends.Add(async () =>
        {
            foreach (var ns in _namespaces)
                await DeleteAsync(client, ns);
        });
        return client;
    }

    private static async Task DeleteAsync(Kubernetes client, string ns)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, new Uri(client.BaseUri, $"api/v1/namespaces/{ns}"));
        if (client.Credentials is { } credentials)
            await credentials.ProcessHttpRequestAsync(request, CancellationToken.None);
        (await client.HttpClient.SendAsync(request, CancellationToken.None)).Dispose();
    }

    /// <summary>A name that is deleted at the end, whoever creates the namespace.</summary>
    private string NewNamespace()
    {
        var name = NewName();
        _namespaces.Add(name);
        return name;
    }

    private static string NewName() => $"kubevirt-backup-test-{Guid.NewGuid():N}"[..40];

    private static RestoreResult Restore(string ns)
    {
        Resource Make(string json) => Resource.Parse(json.Replace("NAMESPACE", ns, StringComparison.Ordinal));
        return new RestoreResult(
            [
                [Make("""{"apiVersion":"v1","kind":"Secret","metadata":{"namespace":"NAMESPACE","name":"db"},"data":{"userdata":"aGVsbG8="}}""")],
                [Make("""{"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"namespace":"NAMESPACE","name":"db"},"spec":{"accessModes":["ReadWriteOnce"],"storageClassName":"none","resources":{"requests":{"storage":"1Gi"}}}}""")],
                [Make("""{"apiVersion":"kubevirt.io/v1","kind":"VirtualMachine","metadata":{"namespace":"NAMESPACE","name":"db"},"spec":{"runStrategy":"Halted","template":{"spec":{"domain":{"devices":{}},"volumes":[{"name":"root","persistentVolumeClaim":{"claimName":"db"}},{"name":"init","cloudInitNoCloud":{"secretRef":{"name":"db"}}}]}}}}""")],
            ],
            [], [], []);
    }
}
