using KubeVirt.Backup.Client.Cluster;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

public sealed class KubeconfigTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    [Fact]
    public void A_kubeconfig_makes_a_client()
    {
        using var client = Connect("""
            apiVersion: v1
            kind: Config
            current-context: here
            contexts: [{name: here, context: {cluster: c, user: u}}]
            clusters: [{name: c, cluster: {server: "https://example.org:6443/base"}}]
            users: [{name: u, user: {token: secret-token}}]
            """);
        client.BaseUri.ToString().ShouldBe("https://example.org:6443/base/");
        client.HttpClient.DefaultRequestHeaders.UserAgent.ToString().ShouldStartWith("kubevirt-backup/");
    }

    [Theory]
    [InlineData("users:\n- name: u\n  user: {token: secret-token", "line ")]
    [InlineData("contexts: secret-token", "line ")]
    [InlineData("apiVersion: v1\nkind: Config", "choose another context")]
    [InlineData("current-context: gone\ncontexts: []", "choose another context")]
    public void What_is_no_kubeconfig_is_told_without_its_secrets(string text, string expected)
    {
        var told = Should.Throw<InvalidDataException>(() => Connect(text));
        told.Message.ShouldContain(_file);
        told.Message.ShouldContain(expected);
        told.ToString().ShouldNotContain("secret-token");
    }

    [Fact]
    public void A_missing_file_is_told() => Should.Throw<FileNotFoundException>(() => Kubeconfig.Connect("/absent/kubeconfig")).Message.ShouldContain("/absent/kubeconfig");

    public void Dispose() => File.Delete(_file);

    private k8s.Kubernetes Connect(string text)
    {
        File.WriteAllText(_file, text);
        return Kubeconfig.Connect(_file);
    }
}
