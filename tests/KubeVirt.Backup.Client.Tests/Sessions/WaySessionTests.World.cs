using k8s;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Client.Freeze;
using KubeVirt.Backup.Client.Sessions;
using KubeVirt.Backup.Planning;
using KubeVirt.Backup.Testing;

namespace KubeVirt.Backup.Client;

public partial class WaySessionTests
{
    /// <summary>A server with the machine, its controllers, and a session.</summary>
    private sealed class World : IAsyncDisposable
    {
        private readonly Kubernetes _client;

        private World(TestCluster server)
        {
            Server = server;
            _client = server.CreateClient();
            Controllers = WayControllers.On(server);
            Source = new ClusterResourceSource(_client, Quick);
            Session = new BackupSession(Source, new KubernetesGuestFreezer(_client, Quick));
            Work = new WayWork(new BackupWays(_client, Quick)) { Prefix = "monday", Wait = Short };
        }

        public TestCluster Server { get; }

        public WayControllers Controllers { get; }

        public ClusterResourceSource Source { get; }

        public BackupSession Session { get; }

        public WayWork Work { get; }

        public bool IsFrozen => Server.Guest(Guest).IsFrozen;

        public IEnumerable<TestRequest> Writes => Server.Requests.Where(request => request.Method != "GET");

        public static async Task<World> StartAsync(string? old = null, string? now = null)
        {
            var world = new WayWorld();
            if (old is not null)
                world.With(old, now!);
            Resource[] all = [.. world.Resources, TestMachines.Namespace("shop"), TestMachines.Namespace("kubevirt")];
            return new World(await TestCluster.StartAsync(all));
        }

        public Task<BackupReport> BackUpAsync(BackupWay way, Func<WayWork, WayWork>? change = null) =>
            BackUpAsync(way, change, Token);

        public Task<BackupReport> BackUpAsync(BackupWay way, Func<WayWork, WayWork>? change, CancellationToken token) =>
            RunAsync(WayOptions.Only(way), change is null ? Work : change(Work), token);

        public Task<BackupReport> BackUpAsync(WayOptions? ways) => RunAsync(ways, Work, Token);

        public IEnumerable<string> Labels() =>
            Server
                .Store.List(Kinds.PersistentVolumeClaim, "shop")
                .SelectMany(claim => claim["metadata"]!["labels"]?.AsObject() ?? [])
                .Select(label => $"{label.Key}={label.Value}");

        public async ValueTask DisposeAsync()
        {
            _client.Dispose();
            await Server.DisposeAsync();
        }

        private Task<BackupReport> RunAsync(WayOptions? ways, WayWork work, CancellationToken token) =>
            Session.RunAsync(
                new BackupOptions
                {
                    Plan = new PlanOptions { Roots = [WayWorld.Db], Ways = ways },
                    Ways = work,
                },
                token
            );
    }
}
