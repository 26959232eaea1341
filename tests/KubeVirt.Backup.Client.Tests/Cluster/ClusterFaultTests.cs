using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using k8s;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Testing;
using KubeVirt.Backup.Testing.Server;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

/// <summary>What a live source does when the cluster is not well, over real HTTPS.</summary>
public class ClusterFaultTests
{
    private const string Lists = "/secrets?limit";
    private static readonly ResourceQuery[] Wave = [new ResourceQuery(Kinds.Secret, "shop") { All = true }];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static ClusterOptions Hasty => new() { Attempts = 5, RetryDelay = TimeSpan.FromMilliseconds(1) };

    public static TheoryData<string, int> Transient =>
        new()
        {
            { nameof(FaultKind.Error), 429 },
            { nameof(FaultKind.Error), 500 },
            { nameof(FaultKind.Error), 503 },
            { nameof(FaultKind.Error), 504 },
            { nameof(FaultKind.ResetBefore), 0 },
            { nameof(FaultKind.ResetAfter), 0 },
            { nameof(FaultKind.ResetInBody), 0 },
        };

    [Theory]
    [MemberData(nameof(Transient))]
    public async Task What_can_succeed_later_is_tried_again(string kind, int code)
    {
        await using var server = await TestCluster.StartAsync(Machines.Make(3));
        using var client = server.CreateClient();
        server.Break(FaultOfLists(kind, code, times: 4));
        (await new ClusterResourceSource(client, Hasty).FetchAsync(Wave, Token)).Resources.Count.ShouldBe(3);
        server.Requests.Count(request => request.Query.Length > 0).ShouldBe(5);
    }

    [Theory]
    [MemberData(nameof(Transient))]
    public async Task After_the_last_try_the_failure_is_reported(string kind, int code)
    {
        await using var server = await TestCluster.StartAsync(Machines.Make(3));
        using var client = server.CreateClient();
        server.Break(FaultOfLists(kind, code, times: 5));
        var failure = await FailureOfAsync(new ClusterResourceSource(client, Hasty));
        (failure.Method, failure.Path, (int?)failure.StatusCode ?? 0).ShouldBe(
            ("GET", "/api/v1/namespaces/shop/secrets", code)
        );
    }

    [Fact]
    public async Task The_server_says_when_to_come_back()
    {
        await using var server = await TestCluster.StartAsync(Machines.Make(3));
        using var client = server.CreateClient();
        server.Break(Fault.OfCode(429, Lists, retryAfter: 1));
        var clock = Stopwatch.StartNew();
        await new ClusterResourceSource(client, Hasty).FetchAsync(Wave, Token);
        clock.Elapsed.ShouldBeGreaterThan(TimeSpan.FromSeconds(0.9));
    }

    [Theory]
    [InlineData(1, 250, 500)]
    [InlineData(3, 1000, 2000)]
    [InlineData(60, 15000, 30000)]
    public void Waits_grow_with_chance_up_to_a_limit(int attempt, int least, int most) =>
        Backoff.After(attempt, null, new ClusterOptions()).TotalMilliseconds.ShouldBeInRange(least, most);

    [Fact]
    public void Waits_differ_by_chance_and_are_the_same_for_the_same_seed()
    {
        TimeSpan[] Waits(int seed, TimeSpan? retryAfter) =>
            [
                .. Enumerable
                    .Repeat(new ClusterOptions { Chance = new Random(seed) }, 10)
                    .Select(options => Backoff.After(1, retryAfter, options)),
            ];
        foreach (var retryAfter in new TimeSpan?[] { null, TimeSpan.FromSeconds(45) })
        {
            Waits(1, retryAfter).ShouldBe(Waits(1, retryAfter));
            Waits(1, retryAfter).Concat(Waits(2, retryAfter)).ShouldBeUnique();
        }

        Waits(1, TimeSpan.FromSeconds(45))
            .ShouldAllBe(wait => wait >= TimeSpan.FromSeconds(45) && wait < TimeSpan.FromSeconds(45.5));
    }

    [Fact]
    public async Task A_server_is_not_asked_before_the_time_that_it_said()
    {
        var time = new FakeTimeProvider();
        await using var server = await TestCluster.StartAsync(Machines.Make(3));
        using var client = server.CreateClient();
        server.Break(Fault.OfCode(503, Lists, retryAfter: 45));
        var fetching = new ClusterResourceSource(client, Hasty, time).FetchAsync(Wave, Token).AsTask();
        while (!server.Requests.Any(request => request.Query.Length > 0))
            await Task.Delay(1, Token);
        // The answer has come, and the wait begun.
        await Task.Delay(300, Token);
        time.Advance(TimeSpan.FromSeconds(44.9));
        await Task.Delay(100, Token);
        server.Requests.Count(request => request.Query.Length > 0).ShouldBe(1);
        time.Advance(TimeSpan.FromSeconds(0.2));
        (await fetching).Resources.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_server_that_asks_for_more_than_is_waited_fails_at_once_and_says_so()
    {
        await using var server = await TestCluster.StartAsync(Machines.Make(3));
        using var client = server.CreateClient();
        server.Break(Fault.OfCode(429, Lists, retryAfter: 3600));
        var failure = await FailureOfAsync(new ClusterResourceSource(client, Hasty));
        failure.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        failure.Message.ShouldContain("wait of 3600 s, and no more than the 300 s of MaxRetryAfter are waited");
        server.Requests.Count(request => request.Query.Length > 0).ShouldBe(1);
    }

    [Theory]
    [InlineData(nameof(FaultKind.EndlessBody))]
    [InlineData(nameof(FaultKind.Stall))]
    public async Task Cancelling_stops_an_answer_that_does_not_end(string kind)
    {
        await using var server = await TestCluster.StartAsync(Machines.Make(3));
        using var client = server.CreateClient();
        server.Break(new Fault(Enum.Parse<FaultKind>(kind)) { Path = Lists });
        using var impatient = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var clock = Stopwatch.StartNew();
        impatient.CancelAfter(TimeSpan.FromMilliseconds(300));
        await Should.ThrowAsync<OperationCanceledException>(() =>
            new ClusterResourceSource(client).FetchAsync(Wave, impatient.Token).AsTask()
        );
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task An_answer_that_is_longer_than_is_allowed_is_read_no_further_and_not_asked_for_again()
    {
        await using var server = await TestCluster.StartAsync(Machines.Make(3));
        using var client = server.CreateClient();
        server.Break(new Fault(FaultKind.FloodBody) { Path = Lists });
        var source = new ClusterResourceSource(client, Hasty with { MaxResponseBytes = 1 << 20 });
        var failure = await FailureOfAsync(source);
        failure.Message.ShouldContain(
            "GET /api/v1/namespaces/shop/secrets: the answer has more than the 1048576 bytes of MaxResponseBytes. Ask for smaller pages (PageSize)"
        );
        server.Requests.Count(request => request.Query.Length > 0).ShouldBe(1);
        (await source.FetchAsync(Wave, Token)).Resources.Count.ShouldBe(3);
    }

    [Fact]
    public async Task An_answer_that_does_not_end_is_given_up_and_asked_for_again()
    {
        await using var server = await TestCluster.StartAsync(Machines.Make(3));
        using var client = server.CreateClient();
        server.Break(new Fault(FaultKind.EndlessBody) { Path = Lists });
        (
            await new ClusterResourceSource(client, Hasty with { RequestTimeout = TimeSpan.FromSeconds(1) }).FetchAsync(
                Wave,
                Token
            )
        ).Resources.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_slow_body_is_read_to_its_end()
    {
        await using var server = await TestCluster.StartAsync(Machines.Make(3));
        using var client = server.CreateClient();
        server.Break(new Fault(FaultKind.SlowBody) { Path = Lists });
        (await new ClusterResourceSource(client).FetchAsync(Wave, Token)).Resources.Count.ShouldBe(3);
    }

    [Fact]
    public async Task An_expired_token_is_reported_at_once()
    {
        await using var server = await TestCluster.StartAsync();
        using var client = server.CreateClient("old-token");
        var failure = await FailureOfAsync(new ClusterResourceSource(client));
        (failure.StatusCode, failure.Reason).ShouldBe((HttpStatusCode.Unauthorized, "Unauthorized"));
        failure.Message.ShouldContain("expired: sign in again");
        failure.ToString().ShouldNotContain("old-token");
        server.Requests.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(
        "secrets is forbidden: User \"weak\" cannot list resource \"secrets\" in API group \"\" in the namespace \"shop\"",
        true
    )]
    [InlineData(
        "virtualmachines.kubevirt.io \"db\" is forbidden: exceeded quota: q, requested: requests.storage=1Gi, used: requests.storage=1Gi, limited: requests.storage=1Gi",
        false
    )]
    [InlineData(
        "secrets \"db\" is forbidden: unable to create new content in namespace shop because it is being terminated",
        false
    )]
    [InlineData("pods \"db\" is forbidden: violates PodSecurity \"restricted:latest\": privileged", false)]
    [InlineData("admission webhook \"policy.example.org\" denied the request: no", false)]
    public void Only_where_a_right_is_missing_one_is_to_be_granted(string message, bool grants)
    {
        using var response = new HttpResponseMessage(HttpStatusCode.Forbidden);
        var body = System.Text.Encoding.UTF8.GetBytes(ApiAnswer.Status(403, "Forbidden", message).Body);
        var text = ServerFailures.Read(HttpMethod.Post, "/api", response, body, TimeProvider.System).Message;
        text.ShouldContain(message);
        text.Contains("Grant this to the account", StringComparison.Ordinal).ShouldBe(grants);
    }

    [Fact]
    public async Task A_server_with_a_certificate_of_somebody_else_is_not_talked_to()
    {
        await using var server = await TestCluster.StartAsync();
        await using var other = await TestCluster.StartAsync();
        using var client = new Kubernetes(
            new KubernetesClientConfiguration
            {
                Host = server.Api.Url,
                AccessToken = TestCluster.Administrator,
                SslCaCerts = [other.Api.Certificates.Authority],
            }
        );
        var failure = await FailureOfAsync(new ClusterResourceSource(client));
        failure.Message.ShouldContain("Check certificate-authority-data");
        server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_reported_with_its_address()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = (IPEndPoint)listener.LocalEndpoint;
        listener.Stop();
        using var client = new Kubernetes(new KubernetesClientConfiguration { Host = $"https://{address}" });
        var failure = await FailureOfAsync(new ClusterResourceSource(client, Hasty));
        failure.Message.ShouldContain($"{address} cannot be reached");
        failure.StatusCode.ShouldBeNull();
    }

    [Fact]
    public void A_client_that_hides_its_HttpClient_is_refused()
    {
        var wrapper = System.Reflection.DispatchProxy.Create<IKubernetes, Wrapper>();
        Should
            .Throw<ArgumentException>(() => new ClusterResourceSource(wrapper))
            .Message.ShouldContain("does not show its HttpClient");
    }

    [Fact]
    public async Task The_client_is_not_disposed_of()
    {
        await using var server = await TestCluster.StartAsync();
        using var client = server.CreateClient();
        await new ClusterResourceSource(client).FetchAsync(Wave, Token);
        client.HttpClient.ShouldNotBeNull();
    }

    private static Fault FaultOfLists(string kind, int code, int times) =>
        new(Enum.Parse<FaultKind>(kind))
        {
            Path = Lists,
            Code = code,
            RetryAfter = 0,
            Times = times,
        };

    private static Task<ClusterException> FailureOfAsync(ClusterResourceSource source) =>
        Should.ThrowAsync<ClusterException>(() => source.FetchAsync(Wave, Token).AsTask());

    public class Wrapper : System.Reflection.DispatchProxy
    {
        protected override object? Invoke(System.Reflection.MethodInfo? targetMethod, object?[]? args) => null;
    }
}
