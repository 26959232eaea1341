using System.Net;
using System.Text;
using k8s;
using KubeVirt.Backup.Client.Apply;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Client.Exports;
using KubeVirt.Backup.Client.Freeze;
using KubeVirt.Backup.Client.Rollback;
using KubeVirt.Backup.Client.Sessions;
using KubeVirt.Backup.Formats;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Manifests;
using KubeVirt.Backup.Planning;
using KubeVirt.Backup.Resolvers;
using KubeVirt.Backup.Restore;
using KubeVirt.Backup.Rollback;
using KubeVirt.Backup.Testing;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client.Canaries;

/// <summary>
/// A cluster whose Secrets are full of canaries is backed up and restored, and nothing that the library tells of it shows
/// one: reports, documents, exceptions, logs, activities, measurements, journals. The objects of an archive do.
/// </summary>
public sealed class CanaryFlowTests : IDisposable
{
    private static readonly IReadOnlyList<Resource> Laden =
    [
        .. Canary.Plant(Repository.SampleManifests.Resources),
        .. Canary.Plant([
            Resource.Parse(
                """
                {"apiVersion":"v1","kind":"Secret","metadata":{"name":"owned","namespace":"shop","uid":"owned-1","ownerReferences":[
                {"apiVersion":"kubevirt.io/v1","kind":"VirtualMachine","name":"db","uid":"edb8e233-6e25-406e-8beb-fc228082a61e"}]}}
                """
            ),
        ]),
    ];

    private static readonly ResourceGraph Graph = ResourceGraph.Create(Laden, BuiltInResolvers.Default);

    private static readonly RestoreResult Copy = RestorePresets.Unique.Apply(
        Graph,
        new NameMap(new Dictionary<string, string> { ["shop"] = "copy" })
    );

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kubevirt-backup-tests-");
    private readonly Watch _watch = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_backup_tells_none_and_keeps_it_with_the_objects_alone(bool isEncrypted)
    {
        await using var server = await TestCluster.StartAsync(Laden);
        using var client = server.CreateClient();
        var key = isEncrypted ? new ArchiveKey("vault/1", Encoding.ASCII.GetBytes(Canary.Value.PadRight(32))) : null;
        var options = new BackupOptions
        {
            Plan = new PlanOptions { Namespace = "shop" },
            Snapshot = SessionWorld.TakeAsync,
            Export = (_, _) => throw new IOException("the export failed"),
            Archive = PathOf("shop.tar.gz"),
            ArchiveKey = key,
            Progress = _watch.Progress<BackupProgress>(),
        };
        var session = new BackupSession(
            new ClusterResourceSource(client, Quick),
            new KubernetesGuestFreezer(client, Quick),
            logger: _watch.Logger<BackupSession>()
        );
        var report = await session.RunAsync(options, Token);

        _watch.Keep("report", $"{report}");
        _watch.Keep("options", $"{options}");
        _watch.Keep("findings", string.Join('\n', report.Findings.Concat(report.Plan.Findings)));
        _watch.Keep("plan", report.Plan.ToText(int.MaxValue) + report.Plan.ToJson() + report.Plan.ToHtml());
        _watch.Keep("verdicts", report.Verdicts.ToJson());
        _watch.Keep("backup.json", BackupDocument.Of(report).ToJson());
        _watch.Keep("requests", string.Join('\n', server.Requests));
        var reading = new ManifestOptions { ArchiveKeys = key is null ? null : ArchiveKeys.Of(key) };
        var bytes = await File.ReadAllBytesAsync(options.Archive, Token);
        var document = await ArchiveAnnex.ReadAsync(new MemoryStream(bytes), "a", "backup.json", reading, Token);
        _watch.Keep("backup.json in the archive", Encoding.UTF8.GetString(document!));
        if (isEncrypted)
            _watch.Keep("encrypted archive", Encoding.Latin1.GetString(bytes));
        _watch.Search();

        foreach (var output in new[] { "log", "progress", "activity", "measurement" })
            _watch.Count(output).ShouldBeGreaterThan(0, output);
        var archived = await VeleroArchive.ReadAsync(new MemoryStream(bytes), "a", reading, Token);
        archived.Resources.Count(resource => Canary.IsIn(resource.Json())).ShouldBeGreaterThan(3);
    }

    [Fact]
    public async Task A_backup_that_may_not_read_Secrets_or_fails_tells_none()
    {
        await using var server = await TestCluster.StartAsync(Laden);
        using var client = server.CreateClient();
        var session = new BackupSession(
            new ClusterResourceSource(client, Quick),
            new KubernetesGuestFreezer(client, Quick),
            logger: _watch.Logger<BackupSession>()
        );
        foreach (var (code, path) in new[] { (403, "/secrets"), (500, "/secrets"), (403, "/freeze") })
        {
            server.Break(Fault.OfCode(code, path, times: int.MaxValue));
            await KeepAsync(async () =>
            {
                var report = await session.RunAsync(new BackupOptions(), Token);
                _watch.Keep("report", $"{report} {BackupDocument.Of(report).ToJson()}");
            });
            server.Repair();
        }

        _watch.Search();
    }

    [Theory]
    [InlineData(nameof(ExistingObject.Keep))]
    [InlineData(nameof(ExistingObject.Adopt))]
    [InlineData(nameof(ExistingObject.Update))]
    [InlineData(nameof(ExistingObject.Fail))]
    public async Task A_restore_tells_none_whatever_stands_there_and_the_journal_holds_none(string existing)
    {
        await using var server = await TestCluster.StartAsync();
        using var client = server.CreateClient();
        var target = new ClusterTarget(client, Quick, logger: _watch.Logger<ClusterTarget>());
        using (var journal = ApplyJournal.Open(PathOf("restore.journal"), Copy))
        {
            var options = new ApplyOptions
            {
                Existing = _ => Enum.Parse<ExistingObject>(existing),
                Journal = journal,
                Progress = _watch.Progress<ApplyProgress>(),
            };
            Keep(await target.PreflightAsync(Copy, options, Token));
            Keep(await target.ApplyAsync(Copy, options, Token));
        }

        // What stands there now has other values in its Secrets.
        foreach (var secret in server.Resources.Where(resource => resource.Id.Kind == Kinds.Secret))
        {
            var other = server.Store.Find(secret.Id)!;
            other["data"]!["canary"] = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Canary.Value}-2"));
            server.Store.Put(secret.Id, other);
        }

        var again = new ApplyOptions { Existing = _ => Enum.Parse<ExistingObject>(existing) };
        Keep(await target.PreflightAsync(Copy, again, Token));
        Keep(await target.ApplyAsync(Copy, again, Token));
        foreach (var finding in await target.VerifyAsync(Copy, Token))
            _watch.Keep("finding", $"{finding}");
        _watch.Keep("journal", await File.ReadAllTextAsync(PathOf("restore.journal"), Token));
        _watch.Keep("requests", string.Join('\n', server.Requests));
        _watch.Search();

        foreach (var output in new[] { "log", "progress", "activity", "measurement" })
            _watch.Count(output).ShouldBeGreaterThan(0, output);
        server.Resources.Count(resource => Canary.IsIn(resource.Json())).ShouldBeGreaterThan(3);
    }

    // Webhooks quote what they refuse, also with the code of RBAC; a Secret that was created may not get its owner.
    [Theory]
    [InlineData(HttpStatusCode.Forbidden, "POST")]
    [InlineData(HttpStatusCode.UnprocessableEntity, "POST")]
    [InlineData(HttpStatusCode.BadRequest, "POST")]
    [InlineData(HttpStatusCode.Forbidden, "PATCH")]
    [InlineData(HttpStatusCode.UnprocessableEntity, "PATCH")]
    public async Task A_webhook_that_quotes_the_Secrets_that_it_refuses_is_not_repeated(
        HttpStatusCode code,
        string method
    )
    {
        await using var server = await TestCluster.StartAsync();
        using var webhook = new QuotingHandler(code, HttpMethod.Parse(method));
        using var client = new Kubernetes(server.ConfigurationOf(), webhook);
        var target = new ClusterTarget(client, Quick, logger: _watch.Logger<ClusterTarget>());

        Keep(await target.PreflightAsync(Copy, null, Token));
        var report = await target.ApplyAsync(Copy, null, Token);
        Keep(report);
        Keep(await target.ApplyAsync(Copy, new ApplyOptions { Existing = _ => ExistingObject.Update }, Token));
        webhook.Refused.ShouldBeGreaterThan(1);
        var refused = report.Findings.Where(finding => finding.Resource?.Kind == Kinds.Secret).ToList();
        refused.ShouldNotBeEmpty();
        refused.ShouldAllBe(finding => finding.Message.Contains($"{(int)code}", StringComparison.Ordinal));
        _watch.Search();

        var exports = new VirtualMachineExports(client, Quick);
        await KeepAsync(() =>
            exports.CreateAsync(new ResourceId(Kinds.VirtualMachine, "copy", "db"), "e1", null, Token)
        );
        _watch.Count("exception").ShouldBe(method == "POST" ? 1 : 0);
        _watch.Search();
    }

    [Fact]
    public async Task The_token_of_an_export_is_told_by_nobody()
    {
        var machine = Machines.Make("vm-1", "shop");
        await using var server = await TestCluster.StartAsync(machine);
        server.Fill("root", new byte[100_000]);
        using var client = server.CreateClient();
        var exports = new VirtualMachineExports(client, Quick);
        var id = new ResourceId(Kinds.VirtualMachine, "shop", "vm-1");
        var ready = await exports.WaitAsync(await exports.CreateAsync(id, "e1", null, Token), Short, null, Token);
        var base64 = server.Store.Find(ready.TokenSecret!.Value)!["data"]!["token"]!.GetValue<string>();
        var token = Encoding.ASCII.GetString(Convert.FromBase64String(base64));
        token.Length.ShouldBeGreaterThan(15);

        _watch.Keep("export", $"{ready} {string.Concat(ready.Links)} {string.Concat(ready.Conditions)}");
        var link = ready.Links.First(link => link is { Kind: ExportLinkKind.Volume, Format: "raw" });
        var progress = _watch.Progress<ExportProgress>();
        await exports.DownloadFileAsync(ready, link, PathOf("root.img"), progress, Token);
        foreach (var code in new[] { 401, 403, 404, 500 })
        {
            server.Break(Fault.OfCode(code, "/volumes/", times: int.MaxValue));
            await KeepAsync(() => exports.DownloadAsync(ready, link, new MemoryStream(), cancellationToken: Token));
            server.Repair();
        }

        // A token that is another one, and one that is none.
        foreach (
            var other in new[] { Canary.Base64, $"%{Canary.Value}%", Convert.ToBase64String("\n"u8) + Canary.Base64 }
        )
        {
            var secret = server.Store.Find(ready.TokenSecret.Value)!;
            secret["data"]!["token"] = other;
            server.Store.Put(ready.TokenSecret.Value, secret);
            await KeepAsync(() => exports.DownloadAsync(ready, link, new MemoryStream(), cancellationToken: Token));
        }

        _watch.Keep("requests", string.Join('\n', server.Requests));
        _watch.Count("exception").ShouldBeGreaterThan(4);
        _watch.Count("activity").ShouldBeGreaterThan(0);
        _watch.Search(token, base64);
    }

    [Theory]
    [InlineData("token: CANARY")]
    [InlineData("username: u, password: CANARY")]
    [InlineData("username: u, password: CANARY, token: {a: CANARY}")]
    [InlineData("client-certificate-data: CANARY, client-key-data: CANARY")]
    [InlineData("client-certificate-data: BASE64, client-key-data: BASE64")]
    [InlineData("auth-provider: {name: oidc, config: {id-token: CANARY, refresh-token: CANARY}}")]
    [InlineData(
        "exec: {apiVersion: client.authentication.k8s.io/v1, command: sh, args: ['-c', 'echo CANARY; exit 1']}"
    )]
    [InlineData(
        "exec: {apiVersion: client.authentication.k8s.io/v1, command: sh, args: ['-c', 'echo CANARY >&2'], env: [{name: A, value: CANARY}]}"
    )]
    [InlineData("token: CANARY, impersonate: x, token: CANARY")]
    [InlineData("token: 'CANARY")]
    public async Task A_credential_of_a_kubeconfig_is_told_by_nobody(string user)
    {
        var path = PathOf("kubeconfig");
        var credential = user.Replace("CANARY", Canary.Value).Replace("BASE64", Canary.Base64);
        await File.WriteAllTextAsync(
            path,
            $$$"""
            apiVersion: v1
            kind: Config
            current-context: a
            contexts: [{name: a, context: {cluster: c, user: u}}]
            clusters: [{name: c, cluster: {server: 'http://127.0.0.1:1'}}]
            users:
            - name: u
              user: {{{{credential}}}}
            """,
            Token
        );
        await KeepAsync(async () =>
        {
            using var client = Kubeconfig.Connect(path);
            _watch.Keep("client", $"{client}");
            var session = new BackupSession(
                new ClusterResourceSource(client, Quick),
                new KubernetesGuestFreezer(client, Quick),
                logger: _watch.Logger<BackupSession>()
            );
            await session.RunAsync(new BackupOptions(), Token);
        });

        _watch.Count("exception").ShouldBe(1);
        _watch.Search();
    }

    [Fact]
    public async Task A_rollback_tells_none_and_its_journal_holds_none()
    {
        var machine = ResourceId.Parse("VirtualMachine.kubevirt.io/shop/db");
        var plan = RollbackPlanner.Plan(Graph, Graph, machine);
        _watch.Keep(
            "plan",
            $"{plan} {plan.ToText()} {string.Join('\n', plan.Steps)} {string.Join('\n', plan.Findings)}"
        );

        await using var world = await RollbackWorld.StartAsync();
        using var client = world.Client();
        var rollback = new MachineRollback(client, Quick);
        var real = await rollback.PlanAsync(RollbackWorld.Archive, RollbackWorld.Machine, null, Token);
        using (var journal = RollbackJournal.Begin(world.Journal, real))
            _watch.Keep("report", $"{await rollback.RunAsync(journal, world.Work(), Token)}");
        _watch.Keep("journal", await File.ReadAllTextAsync(world.Journal, Token));
        _watch.Search();
    }

    public void Dispose()
    {
        _watch.Dispose();
        _folder.Delete(recursive: true);
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    private void Keep(ApplyReport report)
    {
        _watch.Keep("report", $"{report}");
        _watch.Keep("findings", string.Join('\n', report.Findings));
        _watch.Keep("objects", string.Join('\n', report.Objects));
    }

    private async Task KeepAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception e)
        {
            _watch.Keep(e);
        }
    }
}
