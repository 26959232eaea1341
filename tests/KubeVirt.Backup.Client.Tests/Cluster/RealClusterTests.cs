using k8s;
using KubeVirt.Backup.Client.Cluster;
using Xunit;

namespace KubeVirt.Backup.Client;

/// <summary>
/// On the cluster of a kubeconfig. A kube-apiserver with the CustomResourceDefinitions of KubeVirt and CDI will do;
/// what needs more is skipped and says so.
/// </summary>
public sealed class RealClusterTests : ClusterTests
{
    private const string Variable = "KUBEVIRT_BACKUP_KUBECONFIG";

    protected override Task<Kubernetes> StartAsync()
    {
        var file = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipWhen(file is null, $"{Variable} names no kubeconfig of a real cluster.");
        return Task.FromResult(Kubeconfig.Connect(file!));
    }

    protected override async Task<Kubernetes> StartAsStrangerAsync()
    {
        var client = await StartAsync();
        client.HttpClient.DefaultRequestHeaders.Add("Impersonate-User", "kubevirt-backup-test-stranger");
        return client;
    }

    protected override void RunGuest(string ns) => Assert.Skip("A running guest needs KubeVirt itself and a node.");
}
