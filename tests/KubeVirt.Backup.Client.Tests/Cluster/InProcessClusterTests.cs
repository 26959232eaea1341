using k8s;
using KubeVirt.Backup.Testing;

namespace KubeVirt.Backup.Client;

/// <summary>On the server of the tests.</summary>
public sealed class InProcessClusterTests : ClusterTests
{
    private TestCluster? _server;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_server is not null)
            await _server.DisposeAsync();
    }

    protected override async Task<Kubernetes> StartAsync() =>
        (_server ??= await TestCluster.StartAsync()).CreateClient();

    protected override async Task<Kubernetes> StartAsStrangerAsync()
    {
        _server ??= await TestCluster.StartAsync();
        _server.AddUser("stranger", new TestRule("get", "nothing"));
        return _server.CreateClient("stranger");
    }

    protected override void RunGuest(string ns) => _server!.Add(Machines.Make("db", ns));
}
