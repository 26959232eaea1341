using System.Text.Json.Nodes;
using KubeVirt.Backup.Client.Actions;
using KubeVirt.Backup.Client.Apply;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Client.Freeze;
using KubeVirt.Backup.Client.Sessions;
using KubeVirt.Backup.Client.Snapshots;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Planning;
using KubeVirt.Backup.Resolvers;
using KubeVirt.Backup.Restore;

namespace KubeVirt.Backup.Testing;

/// <summary>Our own flow, as a vendor would plug it in, with one mistake where a test wants one.</summary>
internal sealed class OwnProduct : IPartnerProduct
{
    private static readonly ClusterOptions Quick = new() { RetryDelay = TimeSpan.FromMilliseconds(1) };
    private static readonly WaitOptions Soon = new()
    {
        Limit = TimeSpan.FromSeconds(20),
        PollInterval = TimeSpan.FromMilliseconds(1),
    };

    /// <summary>Whether guests are frozen.</summary>
    public bool Freezes { get; init; } = true;

    /// <summary>Whether snapshots are taken in the cluster.</summary>
    public bool TakesSnapshots { get; init; } = true;

    /// <summary>Whether guests stay frozen after the backup.</summary>
    public bool LeavesFrozen { get; init; }

    /// <summary>What is not restored.</summary>
    public Func<Resource, bool> Forgets { get; init; } = _ => false;

    /// <summary>Whether everything of a namespace is backed up, whatever is asked for.</summary>
    public bool IgnoresSelectors { get; init; }

    /// <summary>The policy of restores that are no copies.</summary>
    public RestorePolicy Policy { get; init; } = RestorePresets.InPlace;

    /// <summary>The policy of copies.</summary>
    public RestorePolicy CopyPolicy { get; init; } = RestorePresets.CopyBeside;

    /// <summary>What is done with the order of the sets.</summary>
    public Func<RestoreResult, RestoreResult> Order { get; init; } = result => result;

    /// <summary>What is written besides, as it was backed up.</summary>
    public Func<Resource, bool> WritesAsItWas { get; init; } = _ => false;

    public async Task<object> BackupAsync(PartnerBackup backup, CancellationToken cancellationToken)
    {
        using var client = backup.Cluster.CreateClient();
        var freezer = new KubernetesGuestFreezer(client, Quick);
        var snapshots = new VolumeSnapshots(client, Quick);
        var source = new ClusterResourceSource(client, Quick);
        var options = new PlanOptions { Namespace = backup.Namespace };
        var plan = await BackupPlanner.PlanAsync(source, options, cancellationToken);
        if (backup.LabelSelector is { } selector && !IgnoresSelectors)
        {
            var wanted = LabelSelector.Parse(selector);
            plan = plan.For([.. plan.Roots.Where(root => wanted.Matches(plan.Graph.FindResource(root)!))]);
        }

        var report = await new BackupSession(source, freezer).RunAsync(
            plan,
            new BackupOptions
            {
                Freezes = Freezes,
                Snapshot = TakesSnapshots ? (work, token) => TakeAsync(snapshots, work, token) : null,
            },
            cancellationToken
        );
        if (LeavesFrozen)
        {
            foreach (var guest in report.Plan.Freeze)
                await freezer.FreezeAsync(guest, TimeSpan.FromMinutes(5), cancellationToken);
        }

        return report.Plan.Sets.SelectMany(set => set).Select(id => report.Plan.Graph.FindResource(id)!).ToList();
    }

    public async Task RestoreAsync(object archive, PartnerRestore restore, CancellationToken cancellationToken)
    {
        var resources = (List<Resource>)archive;
        var kept = resources.Where(resource => !Forgets(resource));
        var graph = ResourceGraph.Create(kept, BuiltInResolvers.Default);
        var policy = restore.IsCopy ? CopyPolicy : Policy;
        var names = new Dictionary<string, string> { [restore.Namespace] = restore.TargetNamespace };
        var result = Order(policy.Apply(graph, new NameMap(names), cancellationToken));

        using var client = restore.Cluster.CreateClient();
        var target = new ClusterTarget(client, Quick);
        var options = new ApplyOptions
        {
            Filled = _ => true,
            Wait = Soon,
            Releases = true,
        };
        await target.ApplyAsync(result, options, cancellationToken);
        foreach (var resource in resources.Where(WritesAsItWas))
            await WriteAsync(client, resource, cancellationToken);
    }

    private static async Task<IReadOnlyCollection<ClaimTime>> TakeAsync(
        VolumeSnapshots snapshots,
        SnapshotWork work,
        CancellationToken token
    )
    {
        var claims = await snapshots.PrepareAsync(work.Plan.Volumes, "backup", token);
        claims = await snapshots.CreateAsync(claims, null, token);
        claims = await snapshots.WaitAsync(claims, SnapshotMoment.Taken, Soon, cancellationToken: token);
        return [.. claims.Select(claim => claim.Time)];
    }

    /// <summary>Creates an object with its labels, owners and status, as one who copies does.</summary>
    private static async Task WriteAsync(k8s.Kubernetes client, Resource resource, CancellationToken token)
    {
        var body = JsonNode.Parse(resource.Json.Span)!;
        body["metadata"]!.AsObject().Remove("resourceVersion");
        var group = resource.Id.Kind.Group.Length == 0 ? "api/v1" : $"apis/{resource.ApiVersion}";
        var path = $"{group}/namespaces/{resource.Id.Namespace}/{KindNames.Plural(resource.Id.Kind)}";
        var connection = new ClusterConnection(client, Quick, null);
        await connection.SendJsonAsync(HttpMethod.Post, "/" + path, "", body, token);
    }
}
