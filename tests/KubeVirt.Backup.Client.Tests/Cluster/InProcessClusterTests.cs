using k8s;
using KubeVirt.Backup.Cluster;

namespace KubeVirt.Backup.Client;

/// <summary>On the server of the tests.</summary>
public sealed class InProcessClusterTests : ClusterTests
{
    private ApiServer? _server;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_server is not null)
            await _server.DisposeAsync();
    }

    protected override async Task<Kubernetes> StartAsync() => (_server ??= await ApiServer.StartAsync()).Client();

    protected override async Task<Kubernetes> StartAsStrangerAsync()
    {
        _server ??= await ApiServer.StartAsync();
        _server.Users["stranger"] = new ApiUser("stranger", new ApiRule("get", "nothing"));
        return _server.Client("stranger");
    }

    protected override void RunGuest(string ns) => _server!.Store.Seed(Machines.Make("db", ns));
}
