using System.Net.Http.Headers;
using k8s;
using KubeVirt.Backup.Client.Apply;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Planning;
using KubeVirt.Backup.Restore;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

/// <summary>
/// The same on a real cluster and on the server of the tests, which so shows to be as the real one is: in namespaces of
/// their own, which are deleted in the end. Nothing here needs controllers, unless it says so.
/// </summary>
public abstract partial class ClusterTests : IAsyncLifetime
{
    private readonly List<string> _namespaces = [];
    private readonly List<Kubernetes> _clients = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public virtual async ValueTask DisposeAsync()
    {
        foreach (var ns in _namespaces)
            await SendAsync(_clients[0], HttpMethod.Delete, $"api/v1/namespaces/{ns}");
        _clients.ForEach(client => client.Dispose());
        GC.SuppressFinalize(this);
    }

    /// <summary>A client that may do everything.</summary>
    protected abstract Task<Kubernetes> StartAsync();

    /// <summary>One of the same cluster that may do nothing.</summary>
    protected abstract Task<Kubernetes> StartAsStrangerAsync();

    /// <summary>Lets the machine <c>db</c> run.</summary>
    protected abstract void RunGuest(string ns);

    [Fact]
    public async Task What_was_restored_is_found_again_as_it_was()
    {
        var client = await ConnectAsync();
        var ns = NewNamespace();
        var target = new ClusterTarget(client);
        var restore = Restore(ns);
        var preflight = await target.PreflightAsync(restore, null, Token);
        preflight.Findings.ShouldNotContain(finding =>
            finding.Severity == FindingSeverity.Error && finding.Id != FindingIds.TargetLacks
        );
        var report = await target.ApplyAsync(restore, null, Token);
        report.IsComplete.ShouldBeTrue(string.Join('\n', report.Findings));

        var plan = await BackupPlanner.PlanAsync(
            new ClusterResourceSource(client),
            new PlanOptions { Namespace = ns },
            Token
        );
        foreach (var resource in restore.Resources.Where(resource => resource.Id.Kind != Kinds.Namespace))
            plan.Graph.FindResource(resource.Id).ShouldNotBeNull(resource.Id.ToString());
        plan.Graph.FindResource(new ResourceId(Kinds.Secret, ns, "db"))!
            .StringAt("/data/userdata")
            .ShouldBe("aGVsbG8=");
        var again = await target.ApplyAsync(restore, null, Token);
        again.Objects.ShouldAllBe(applied => applied.Outcome == ApplyOutcome.Kept);
        // Without a journal nobody knows whose data a claim holds that is there.
        again.Findings.ShouldAllBe(finding => finding.Resource!.Value.Kind == Kinds.PersistentVolumeClaim);
    }

    [Fact]
    public async Task A_namespace_that_is_not_there_is_a_finding()
    {
        var client = await ConnectAsync();
        var plan = await BackupPlanner.PlanAsync(
            new ClusterResourceSource(client),
            new PlanOptions { Namespace = NewName() },
            Token
        );
        plan.Findings.ShouldContain(finding => finding.Id == FindingIds.NamespaceAbsent);
    }

    [Fact]
    public async Task Pages_are_put_together_a_selector_selects_and_names_name()
    {
        var client = await ConnectAsync();
        var ns = NewNamespace();
        await ApplyAsync(
            client,
            [.. Enumerable.Range(0, 7).Select(i => Map(ns, $"map-{i}", $"{i}", $$"""{"part":"{{i % 2}}"}"""))]
        );
        var source = new ClusterResourceSource(client, new ClusterOptions { PageSize = 2 });
        var all = await source.FetchAsync([new ResourceQuery(Kinds.ConfigMap, ns) { All = true }], Token);
        all.Resources.Count(resource => resource.Id.Name.StartsWith("map-", StringComparison.Ordinal)).ShouldBe(7);
        var some = await source.FetchAsync(
            [
                new ResourceQuery(Kinds.ConfigMap, ns)
                {
                    Labels = new Dictionary<string, IReadOnlyCollection<string>> { ["part"] = ["1"] },
                },
            ],
            Token
        );
        some.Resources.Select(resource => resource.Id.Name)
            .Order(StringComparer.Ordinal)
            .ShouldBe(["map-1", "map-3", "map-5"]);
        var named = await source.FetchAsync(
            [new ResourceQuery(Kinds.ConfigMap, ns) { Names = ["map-4", "absent"] }],
            Token
        );
        named.Resources.ShouldHaveSingleItem().StringAt("/data/n").ShouldBe("4");
        named.Findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_kind_that_is_not_served_is_a_finding()
    {
        var client = await ConnectAsync();
        var answer = await new ClusterResourceSource(client).FetchAsync(
            [new ResourceQuery(new GroupKind("absent.example.org", "Nothing"), "default") { All = true }],
            Token
        );
        answer.Findings.ShouldHaveSingleItem().Id.ShouldBe(FindingIds.KindNotServed);
    }

    [Fact]
    public async Task Rights_that_are_missing_are_named()
    {
        var client = await ConnectAsync();
        var ns = NewNamespace();
        await ApplyAsync(client, Map(ns, "a", "1"));
        var stranger = await StartAsStrangerAsync();
        _clients.Add(stranger);
        var answer = await new ClusterResourceSource(stranger).FetchAsync(
            [new ResourceQuery(Kinds.ConfigMap, ns) { All = true }],
            Token
        );
        Assert.SkipWhen(answer.Resources.Count > 0, "The cluster lets everybody do everything: it needs RBAC.");
        answer
            .Findings.ShouldHaveSingleItem()
            .ShouldSatisfyAllConditions(
                finding => finding.Id.ShouldBe(FindingIds.ReadForbidden),
                finding => finding.Message.ShouldStartWith($"The account may not list configmaps in namespace {ns}")
            );
        var preflight = await new ClusterTarget(stranger).PreflightAsync(Sets(Map(ns, "b", "1")), null, Token);
        preflight.Findings.ShouldContain(finding =>
            finding.Id == FindingIds.WriteForbidden
            && finding.Message.StartsWith(
                $"The account may not get configmaps in namespace {ns}",
                StringComparison.Ordinal
            )
        );
        preflight.Findings.ShouldContain(finding =>
            finding.Id == FindingIds.ObjectRefused
            && finding.Message.Contains("Grant this to the account", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task What_is_there_is_kept_adopted_refused_or_updated()
    {
        var client = await ConnectAsync();
        var ns = NewNamespace();
        await ApplyAsync(client, Map(ns, "ours", "1"));
        await SendAsync(
            client,
            HttpMethod.Post,
            $"api/v1/namespaces/{ns}/configmaps?fieldManager=theirs",
            System.Text.Encoding.UTF8.GetString(Map(ns, "a", "1").Json.Span)
        );

        (await ApplyOverAsync(ExistingObject.Keep, Map(ns, "a", "2"))).ShouldBe(
            (ApplyOutcome.Kept, FindingIds.ObjectExists)
        );
        (await ApplyOverAsync(ExistingObject.Keep, Map(ns, "a", "1"))).ShouldBe((ApplyOutcome.Kept, ""));
        (await ApplyOverAsync(ExistingObject.Adopt, Map(ns, "a", "2"))).ShouldBe((ApplyOutcome.Adopted, ""));
        (await ApplyOverAsync(ExistingObject.Fail, Map(ns, "a", "2"))).ShouldBe(
            (ApplyOutcome.Failed, FindingIds.ObjectExists)
        );
        (await ApplyOverAsync(ExistingObject.Update, Map(ns, "a", "2"))).ShouldBe(
            (ApplyOutcome.Failed, FindingIds.ObjectRefused)
        );
        (await ApplyOverAsync(ExistingObject.Update, Map(ns, "a", "1", """{"part":"1"}"""))).ShouldBe(
            (ApplyOutcome.Updated, "")
        );
        var now = await FindAsync(client, new ResourceId(Kinds.ConfigMap, ns, "a"));
        (now!.StringAt("/data/n"), now.StringAt("/metadata/labels/part")).ShouldBe(("1", "1"));

        async Task<(ApplyOutcome, string)> ApplyOverAsync(ExistingObject existing, Resource resource)
        {
            var report = await new ClusterTarget(client).ApplyAsync(
                Sets(resource),
                new ApplyOptions { Existing = _ => existing },
                Token
            );
            return (report.Objects.Single().Outcome, report.Findings.SingleOrDefault()?.Id ?? "");
        }
    }

    [Fact]
    public async Task A_dry_run_writes_nothing_and_says_what_it_cannot_check()
    {
        var client = await ConnectAsync();
        var ns = NewNamespace();
        var restore = Restore(ns);
        var report = await new ClusterTarget(client).ApplyAsync(restore, new ApplyOptions { DryRun = true }, Token);
        report.Findings.ShouldBeEmpty();
        report
            .Objects.Select(applied => applied.Outcome)
            .ShouldBe([ApplyOutcome.WouldCreate, .. restore.Resources.Select(_ => ApplyOutcome.NotChecked)]);
        (await FindAsync(client, new ResourceId(Kinds.Namespace, null, ns))).ShouldBeNull();
        await ApplyAsync(client, Map(ns, "a", "1"));
        (
            await new ClusterTarget(client).ApplyAsync(restore, new ApplyOptions { DryRun = true }, Token)
        ).Objects.ShouldAllBe(applied => applied.Outcome == ApplyOutcome.WouldCreate);
        (await FindAsync(client, restore.Resources.First().Id)).ShouldBeNull();
    }

    [Fact]
    public async Task A_restore_goes_on_from_its_journal()
    {
        var client = await ConnectAsync();
        var ns = NewNamespace();
        var restore = Restore(ns);
        var folder = Directory.CreateTempSubdirectory();
        using var kill = new CancellationTokenSource();
        var killer = new Reports<ApplyProgress>(
            (_, count) =>
            {
                // The namespace, the Secret and the claim.
                if (count == 3)
                    kill.Cancel();
            }
        );
        using (var journal = ApplyJournal.Open(Path.Combine(folder.FullName, "journal"), restore))
            await Should.ThrowAsync<OperationCanceledException>(() =>
                new ClusterTarget(client).ApplyAsync(
                    restore,
                    new ApplyOptions { Journal = journal, Progress = killer },
                    kill.Token
                )
            );
        using (var journal = ApplyJournal.Open(Path.Combine(folder.FullName, "journal"), restore))
        {
            var report = await new ClusterTarget(client).ApplyAsync(
                restore,
                new ApplyOptions { Journal = journal, Existing = _ => ExistingObject.Fail },
                Token
            );
            report
                .Objects.Select(applied => applied.Outcome)
                .ShouldBe([ApplyOutcome.Resumed, ApplyOutcome.Resumed, ApplyOutcome.Created]);
        }

        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Owners_are_put_back_and_held_machines_are_released()
    {
        var client = await ConnectAsync();
        var ns = NewNamespace();
        var machine = Resource.Parse(
            $$$"""
            {"apiVersion":"kubevirt.io/v1","kind":"VirtualMachine","metadata":{"namespace":"{{{ns}}}","name":"db","annotations":{"kubevirt-backup/held-run-state":"{\"runStrategy\":\"Manual\"}"}},
             "spec":{"runStrategy":"Halted","template":{"spec":{"domain":{"devices":{} } } } } }
            """
        );
        var map = Map(ns, "a", "1");
        var restore = Sets(map, machine) with
        {
            Owners =
            [
                new OwnerToRestore(
                    map.Id,
                    machine.Id,
                    "kubevirt.io/v1",
                    IsController: false,
                    BlocksOwnerDeletion: false
                ),
            ],
        };
        var target = new ClusterTarget(client);
        (await target.ApplyAsync(restore, null, Token)).Findings.ShouldBeEmpty();
        (await FindAsync(client, map.Id))!
            .StringAt("/metadata/ownerReferences/0/uid")
            .ShouldBe((await FindAsync(client, machine.Id))!.StringAt("/metadata/uid"));
        (await target.ApplyAsync(restore, null, Token))
            .Findings.ShouldHaveSingleItem()
            .Id.ShouldBe(FindingIds.NotReleased);
        (await target.ReleaseAsync(restore, null, Token)).ShouldBeEmpty();
        (await FindAsync(client, machine.Id))!.StringAt("/spec/runStrategy").ShouldBe("Manual");
        (await target.ReleaseAsync(restore, null, Token)).ShouldBeEmpty();
    }

    private async Task<Kubernetes> ConnectAsync()
    {
        var client = await StartAsync();
        _clients.Add(client);
        return client;
    }

    /// <summary>What KubeVirt's CustomResourceDefinitions bring may not be there.</summary>
    private static async Task<T> ServedAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (ClusterException e) when (e.Reason is "KindNotServed")
        {
            Assert.Skip(e.Message);
            throw;
        }
    }

    private static async Task<Resource?> FindAsync(Kubernetes client, ResourceId id) =>
        (
            await new ClusterResourceSource(client).FetchAsync(
                [new ResourceQuery(id.Kind, id.Namespace) { Names = [id.Name] }],
                Token
            )
        ).Resources.SingleOrDefault();

    private static async Task ApplyAsync(Kubernetes client, params Resource[] set)
    {
        var report = await new ClusterTarget(client).ApplyAsync(new RestoreResult([set], [], [], []), null, Token);
        report.IsComplete.ShouldBeTrue(string.Join('\n', report.Findings));
    }

    private static async Task SendAsync(
        Kubernetes client,
        HttpMethod method,
        string path,
        string? body = null,
        string type = "application/json"
    )
    {
        using var request = new HttpRequestMessage(method, new Uri(client.BaseUri, path))
        {
            Content = body is null ? null : new StringContent(body, new MediaTypeHeaderValue(type)),
        };
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

    private static Resource Map(string ns, string name, string n, string labels = "{}") =>
        Resource.Parse(
            $$$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"{{{name}}}","namespace":"{{{ns}}}","labels":{{{labels}}}},"data":{"n":"{{{n}}}"}}"""
        );

    /// <summary>A restore with a set for each object.</summary>
    private static RestoreResult Sets(params Resource[] resources) =>
        new([.. resources.Select(resource => new[] { resource })], [], [], []);

    private static RestoreResult Restore(string ns) =>
        Sets([
            .. new[]
            {
                """{"apiVersion":"v1","kind":"Secret","metadata":{"namespace":"NAMESPACE","name":"db"},"data":{"userdata":"aGVsbG8="}}""",
                """{"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"namespace":"NAMESPACE","name":"db"},"spec":{"accessModes":["ReadWriteOnce"],"storageClassName":"none","resources":{"requests":{"storage":"1Gi"}}}}""",
                """{"apiVersion":"kubevirt.io/v1","kind":"VirtualMachine","metadata":{"namespace":"NAMESPACE","name":"db"},"spec":{"runStrategy":"Halted","template":{"spec":{"domain":{"devices":{}},"volumes":[{"name":"root","persistentVolumeClaim":{"claimName":"db"}},{"name":"init","cloudInitNoCloud":{"secretRef":{"name":"db"}}}]}}}}""",
            }.Select(json => Resource.Parse(json.Replace("NAMESPACE", ns, StringComparison.Ordinal))),
        ]);
}
