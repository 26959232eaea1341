using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using k8s;
using KubeVirt.Backup.Client;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Planning;
using KubeVirt.Backup.Testing;

namespace KubeVirt.Backup.Benchmarks;

/// <summary>
/// Plans a backup of a live cluster over real HTTPS, beside bare lists of the same kinds, one after the other and as
/// many at once as the source sends. The best of some rounds each.
/// </summary>
internal static class DiscoverRun
{
    private const int Rounds = 9;

    // What a server near by takes for a request.
    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(20);

    public static async Task RunAsync(TextWriter output, int machines)
    {
        await using var server = await TestCluster.StartAsync(Machines.Make(machines));
        using var client = server.CreateClient();
        var options = new PlanOptions { Namespace = "shop" };
        await BackupPlanner.PlanAsync(new ClusterResourceSource(client), options);
        var lists = server
            .Requests.Where(request =>
                request.Query.StartsWith("?limit", StringComparison.Ordinal)
                && !request.Query.Contains("continue=", StringComparison.Ordinal)
            )
            .Select(request => request.Path + request.Query)
            .Distinct()
            .ToList();
        var (bare, parallel, source, plan) = (
            new List<double>(),
            new List<double>(),
            new List<double>(),
            new List<double>()
        );
        server.Latency = Latency;
        var requests = 0L;
        for (var round = 0; round < Rounds; round++)
        {
            bare.Add(await TimeAsync(() => ListAsync(client, lists, 1)));
            parallel.Add(await TimeAsync(() => ListAsync(client, lists, new ClusterOptions().Parallelism)));
            var cluster = new ClusterResourceSource(client);
            var timed = new TimedSource(cluster.BeginRun());
            plan.Add(await TimeAsync(async () => await BackupPlanner.PlanAsync(timed, options)));
            source.Add(timed.Spent.TotalSeconds);
            requests = cluster.RequestCount;
        }

        await output.WriteLineAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{{\"machines\":{machines},\"lists\":{lists.Count},\"requests\":{requests},\"bareSeconds\":{bare.Min():0.000},\"bareParallelSeconds\":{parallel.Min():0.000},\"sourceSeconds\":{source.Min():0.000},\"planSeconds\":{plan.Min():0.000},\"sourceToBare\":{source.Min() / bare.Min():0.00},\"sourceToBareParallel\":{source.Min() / parallel.Min():0.00},\"planToBare\":{plan.Min() / bare.Min():0.00},\"planToBareParallel\":{plan.Min() / parallel.Min():0.00}}}"
            )
        );
    }

    private static Task ListAsync(Kubernetes client, IEnumerable<string> lists, int atOnce) =>
        Parallel.ForEachAsync(lists, new ParallelOptions { MaxDegreeOfParallelism = atOnce }, (list, token) =>
            ListAsync(client, list, token)
        );

    /// <summary>All pages of a list, and nothing but what is needed to ask for the next one.</summary>
    private static async ValueTask ListAsync(Kubernetes client, string list, CancellationToken cancellationToken)
    {
        for (string? next = ""; next is not null; )
        {
            using var request = new HttpRequestMessage(
                HttpMethod.Get,
                new Uri(
                    client.BaseUri,
                    list.TrimStart('/') + (next.Length == 0 ? "" : $"&continue={Uri.EscapeDataString(next)}")
                )
            );
            await client.Credentials.ProcessHttpRequestAsync(request, cancellationToken);
            using var response = await client.HttpClient.SendAsync(request, cancellationToken);
            var body = await response.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync(cancellationToken);
            using var json = JsonDocument.Parse(body);
            next = json.RootElement.GetProperty("metadata").TryGetProperty("continue", out var token)
                ? token.GetString()
                : null;
        }
    }

    private static async Task<double> TimeAsync(Func<Task> work)
    {
        var clock = Stopwatch.StartNew();
        await work();
        return clock.Elapsed.TotalSeconds;
    }

    /// <summary>Measures how long at least one wave was open.</summary>
    private sealed class TimedSource(IResourceSource inner) : IResourceSource
    {
        private readonly Lock _lock = new();
        private int _open;
        private long _since;

        public TimeSpan Spent { get; private set; }

        public async ValueTask<ResourceAnswer> FetchAsync(
            IReadOnlyList<ResourceQuery> wave,
            CancellationToken cancellationToken = default
        )
        {
            lock (_lock)
            {
                if (_open++ == 0)
                    _since = Stopwatch.GetTimestamp();
            }

            try
            {
                return await inner.FetchAsync(wave, cancellationToken);
            }
            finally
            {
                lock (_lock)
                {
                    if (--_open == 0)
                        Spent += Stopwatch.GetElapsedTime(_since);
                }
            }
        }
    }
}
