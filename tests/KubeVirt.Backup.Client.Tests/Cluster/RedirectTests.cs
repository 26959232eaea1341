using System.Text.Json.Nodes;
using k8s;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Testing;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

/// <summary>A server that points elsewhere is not followed, so that no Secret goes there.</summary>
public class RedirectTests
{
    private const string Secrets = "/api/v1/namespaces/shop/secrets";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("POST", 307)]
    [InlineData("POST", 308)]
    [InlineData("PATCH", 302)]
    public async Task A_client_that_follows_redirects_sends_no_body_elsewhere(string method, int code)
    {
        await using var other = await TestCluster.StartAsync();
        await using var server = await RedirectingAsync(code, other);
        using var client = Following(server);
        var failure = await Should.ThrowAsync<ClusterException>(() => SendAsync(client, method));
        failure.Message.ShouldContain("Redirects are not followed");
        other.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_a_client_that_follows_redirects_was_given_elsewhere_is_no_answer()
    {
        await using var other = await TestCluster.StartAsync();
        await using var server = await RedirectingAsync(302, other);
        using var client = Following(server);
        var failure = await Should.ThrowAsync<ClusterException>(() => SendAsync(client, "GET"));
        failure.Message.ShouldContain("Redirects are not followed");
        other.Requests.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("POST", 307)]
    [InlineData("GET", 302)]
    public async Task A_client_of_a_kubeconfig_follows_no_redirect(string method, int code)
    {
        await using var other = await TestCluster.StartAsync();
        await using var server = await RedirectingAsync(code, other);
        var folder = Directory.CreateTempSubdirectory();
        using var client = Kubeconfig.Connect(server.WriteKubeconfig(folder));
        var failure = await Should.ThrowAsync<ClusterException>(() => SendAsync(client, method));
        failure.Message.ShouldStartWith($"{method} {Secrets}: {code} ");
        failure.Message.ShouldContain("Redirects are not followed");
        ((int?)failure.StatusCode).ShouldBe(code);
        other.Requests.ShouldBeEmpty();
        folder.Delete(recursive: true);
    }

    /// <summary>A client that somebody else made, which follows redirects as .NET does by default.</summary>
    private static Kubernetes Following(TestCluster server) =>
        new(
            new KubernetesClientConfiguration
            {
                Host = server.Api.Url,
                AccessToken = TestCluster.Administrator,
                SkipTlsVerify = true,
            }
        );

    private static async Task<TestCluster> RedirectingAsync(int code, TestCluster other)
    {
        var server = await TestCluster.StartAsync();
        server.Break(
            new Fault(FaultKind.Error)
            {
                Path = Secrets,
                Code = code,
                Location = other.Api.Url + Secrets,
                Times = int.MaxValue,
            }
        );
        return server;
    }

    private static Task<byte[]> SendAsync(Kubernetes client, string method)
    {
        var connection = new ClusterConnection(client, null, null);
        var body = new JsonObject { ["stringData"] = new JsonObject { ["password"] = "secret" } };
        return method == "GET"
            ? connection.GetAsync(Secrets, "", Token)
            : connection.SendJsonAsync(new HttpMethod(method), Secrets, "", body, Token);
    }
}
