using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Testing;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

public sealed class KubeconfigTests : IDisposable
{
    private const string Cluster =
        "current-context: a\ncontexts: [{name: a, context: {cluster: c, user: u}}]\nclusters: [{name: c, cluster: {server: 'https://example.org', ";
    private readonly string _file = Path.GetTempFileName();

    [Fact]
    public void A_kubeconfig_makes_a_client()
    {
        using var client = Connect(
            """
            apiVersion: v1
            kind: Config
            current-context: here
            contexts: [{name: here, context: {cluster: c, user: u}}]
            clusters: [{name: c, cluster: {server: "https://example.org:6443/base"}}]
            users: [{name: u, user: {token: secret-token}}]
            """
        );
        client.BaseUri.ToString().ShouldBe("https://example.org:6443/base/");
        client.HttpClient.DefaultRequestHeaders.UserAgent.ToString().ShouldStartWith("kubevirt-backup/");
    }

    [Theory]
    [InlineData("users:\n- name: u\n  user: {token: secret-token", "line ")]
    [InlineData("contexts: secret-token", "line ")]
    [InlineData("apiVersion: v1\nkind: Config", "choose another context")]
    [InlineData("current-context: gone\ncontexts: []", "choose another context")]
    public void What_is_no_kubeconfig_is_reported_without_its_secrets(string text, string expected)
    {
        var failure = Should.Throw<InvalidDataException>(() => Connect(text));
        failure.Message.ShouldContain(_file);
        failure.Message.ShouldContain(expected);
        failure.ToString().ShouldNotContain("secret-token");
    }

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("# nothing", "it is empty")]
    [InlineData(
        "current-context: a\ncontexts: [{name: a, context: {cluster: c, user: u}}]\nclusters:",
        "Cluster not found for context in kubeconfig. Correct it"
    )]
    [InlineData("[1, 2]", "line 1: the document is no map")]
    [InlineData("just text", "line 1: the document is no map")]
    [InlineData("clusters: 7", "line 1: /clusters is no list")]
    [InlineData("users:\n- name: u\n- user: {token: secret-token}", "line 3: /users/1 has no name")]
    [InlineData("users: [{name: u, user: [secret-token]}]", "/users/0/user is no map")]
    [InlineData("users: [{name: u, user: {token: {a: secret-token}}}]", "/users/0/user/token is no text")]
    [InlineData("users: [{name: u, user: {tokenFile: /absent/token}}]", "/absent/token")]
    [InlineData("clusters: [{name: c, cluster: {insecure-skip-tls-verify: perhaps}}]", "is neither true nor false")]
    [InlineData("a: &a [*a]\nusers: *a", "/users/0 is no map")]
    [InlineData(
        "current-context: a\ncontexts: [{name: a, context: {cluster: c, user: u}}]\nclusters: [{name: c}]",
        "Correct it"
    )]
    [InlineData(
        "current-context: a\ncontexts: [{name: a, context: {cluster: c, user: u}}]\nclusters: [{name: c, cluster: {server: 'no address'}}]",
        "Correct it"
    )]
    [InlineData(
        "current-context: a\ncontexts: [{name: a, context: {cluster: c, user: u}}]\nclusters: []",
        "Cluster not found for context in kubeconfig. Correct it"
    )]
    [InlineData(
        Cluster + "certificate-authority: /absent/ca.crt}}]\nusers: [{name: u, user: {token: secret-token}}]",
        "/absent/ca.crt"
    )]
    [InlineData(
        Cluster + "}}]\nusers: [{name: u, user: {client-certificate: /absent/tls.crt, client-key: /absent/tls.key}}]",
        "/absent/tls.key"
    )]
    [InlineData(
        Cluster
            + "}}]\nusers: [{name: u, user: {exec: {apiVersion: client.authentication.k8s.io/v1, command: /absent/tool}}}]",
        "'/absent/tool'"
    )]
    [InlineData(
        Cluster
            + "}}]\nusers: [{name: u, user: {exec: {apiVersion: client.authentication.k8s.io/v1, command: sh, args: ['-c', 'echo secret-token']}}}]",
        "prints no ExecCredential"
    )]
    [InlineData(
        Cluster
            + "}}]\nusers: [{name: u, user: {exec: {apiVersion: client.authentication.k8s.io/v1, command: sh, args: ['-c', 'exit 3']}}}]",
        "prints no ExecCredential"
    )]
    public void What_cannot_be_used_is_reported_in_one_line_with_the_file_and_what_to_do(string text, string expected)
    {
        var failure = Should.Throw<InvalidDataException>(() => Connect(text));
        failure.Message.ShouldStartWith(_file);
        failure.Message.ShouldContain(expected);
        failure.Message.ShouldNotContain("\n");
        failure.Message.ShouldNotContain("System.");
        failure.ToString().ShouldNotContain("secret-token");
    }

    [Fact]
    public void A_file_that_is_nested_without_end_is_no_kubeconfig()
    {
        var nested = new string('[', 100_000);
        Should.Throw<InvalidDataException>(() => Connect(nested)).Message.ShouldContain("is nested deeper than");
    }

    [Fact]
    public void Bytes_that_are_no_text_are_no_kubeconfig()
    {
        File.WriteAllBytes(_file, [0x1f, 0x8b, 0, 255, 254, 1, 2]);
        Should.Throw<InvalidDataException>(() => Kubeconfig.Connect(_file)).Message.ShouldStartWith(_file);
    }

    [Fact]
    public void Every_member_that_the_client_knows_is_read()
    {
        File.WriteAllText(
            _file,
            """
            apiVersion: v1
            kind: Config
            current-context: a
            contexts: [{name: a, context: {cluster: c, user: u, namespace: shop}}]
            clusters:
            - name: c
              cluster: {server: "https://c", certificate-authority: ca, certificate-authority-data: Y2E=,
                tls-server-name: n, insecure-skip-tls-verify: true}
            users:
            - name: u
              user:
                client-certificate: cc
                client-certificate-data: Y2M=
                client-key: ck
                client-key-data: Y2s=
                token: t
                username: me
                password: "007"
                as: you
                as-groups: [g1, g2]
                as-user-extra: {e: f}
                auth-provider: {name: p, config: {a: b}}
                exec:
                  apiVersion: client.authentication.k8s.io/v1
                  command: tool
                  args: [x, "1"]
                  env: [{name: N, value: V}]
                  installHint: get it
                  interactiveMode: Never
                  provideClusterInfo: true
            """
        );
        var read = KubeconfigReader.Read(_file);
        var theirs = k8s.KubernetesClientConfiguration.LoadKubeConfig(new FileInfo(_file));
        Json(read).ShouldBe(Json(theirs));

        static string Json(k8s.KubeConfigModels.K8SConfiguration config) =>
            System.Text.Json.JsonSerializer.Serialize(
                new
                {
                    config.ApiVersion,
                    config.Kind,
                    config.CurrentContext,
                    config.Clusters,
                    Contexts = config.Contexts.Select(context => new { context.Name, context.ContextDetails }),
                    config.Users,
                }
            );
    }

    [Theory]
    [InlineData("localhost", true)]
    [InlineData("elsewhere.example.org", false)]
    public async Task The_certificate_must_bear_the_name_that_the_kubeconfig_says(string name, bool trusted)
    {
        await using var server = await TestCluster.StartAsync();
        var folder = Directory.CreateTempSubdirectory();
        var text = await File.ReadAllTextAsync(server.WriteKubeconfig(folder), TestContext.Current.CancellationToken);
        folder.Delete(recursive: true);
        using var client = Connect(
            text.Replace("cluster: {server:", $"cluster: {{tls-server-name: {name}, server:", StringComparison.Ordinal)
        );
        var asking = () =>
            new ClusterResourceSource(client)
                .FetchAsync(
                    [new ResourceQuery(Kinds.Secret, "shop") { All = true }],
                    TestContext.Current.CancellationToken
                )
                .AsTask();
        if (trusted)
            await asking();
        else
            (await Should.ThrowAsync<ClusterException>(asking)).Message.ShouldContain("no trusted connection");
    }

    [Fact]
    public void A_missing_file_is_reported() =>
        Should
            .Throw<FileNotFoundException>(() => Kubeconfig.Connect("/absent/kubeconfig"))
            .Message.ShouldContain("/absent/kubeconfig");

    public void Dispose() => File.Delete(_file);

    private k8s.Kubernetes Connect(string text)
    {
        File.WriteAllText(_file, text);
        return Kubeconfig.Connect(_file);
    }
}
