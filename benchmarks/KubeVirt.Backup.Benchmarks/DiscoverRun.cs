using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using k8s;
using KubeVirt.Backup.Client;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Cluster;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Benchmarks;

/// <summary>Plans a backup of a live cluster over real HTTPS, beside bare lists of the same kinds, page by page and as many at once.</summary>
internal static class DiscoverRun
{
    private const int Rounds = 7;

    public static async Task RunAsync(TextWriter output, int machines)
    {
        await using var server = await ApiServer.StartAsync(Machines.Make(machines));
        using var client = server.Client();
        var options = new PlanOptions { Namespace = "shop" };
        await BackupPlanner.PlanAsync(new ClusterResourceSource(client), options);
        var lists = server.Requests.Where(request => request.Query.StartsWith("?limit", StringComparison.Ordinal) && !request.Query.Contains("continue=", StringComparison.Ordinal)).Select(request => request.Path + request.Query).Distinct().ToList();
        var (bare, source, plan) = (new List<double>(), new List<double>(), new List<double>());
        var requests = 0L;
        for (var round = 0; round < Rounds; round++)
        {
            bare.Add(await TimeAsync(() => Parallel.ForEachAsync(lists, new ParallelOptions { MaxDegreeOfParallelism = new ClusterOptions().Parallelism }, (list, token) => ListAsync(client, list, token))));
            var timed = new TimedSource(new ClusterResourceSource(client));
            plan.Add(await TimeAsync(async () => await BackupPlanner.PlanAsync(timed, options)));
            source.Add(timed.Spent.TotalSeconds);
            requests = timed.Inner.RequestCount;
        }

        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"{{\"machines\":{machines},\"lists\":{lists.Count},\"requests\":{requests},\"bareSeconds\":{Median(bare):0.000},\"sourceSeconds\":{Median(source):0.000},\"planSeconds\":{Median(plan):0.000},\"sourceToBare\":{Median(source) / Median(bare):0.00}}}"));
    }

    /// <summary>All pages of a list, and nothing but what is needed to ask for the next one.</summary>
    private static async ValueTask ListAsync(Kubernetes client, string list, CancellationToken cancellationToken)
    {
        for (string? next = ""; next is not null;)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(client.BaseUri, list.TrimStart('/') + (next.Length == 0 ? "" : $"&continue={Uri.EscapeDataString(next)}")));
            await client.Credentials.ProcessHttpRequestAsync(request, cancellationToken);
            using var response = await client.HttpClient.SendAsync(request, cancellationToken);
            var body = await response.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync(cancellationToken);
            using var json = JsonDocument.Parse(body);
            next = json.RootElement.GetProperty("metadata").TryGetProperty("continue", out var token) ? token.GetString() : null;
        }
    }

    private static async Task<double> TimeAsync(Func<Task> work)
    {
        var clock = Stopwatch.StartNew();
        await work();
        return clock.Elapsed.TotalSeconds;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private sealed class TimedSource(ClusterResourceSource inner) : IResourceSource
    {
        public ClusterResourceSource Inner => inner;

        public TimeSpan Spent { get; private set; }

        public async ValueTask<ResourceAnswer> FetchAsync(IReadOnlyList<ResourceQuery> wave, CancellationToken cancellationToken = default)
        {
            var start = Stopwatch.GetTimestamp();
            try
            {
                return await inner.FetchAsync(wave, cancellationToken);
            }
            finally
            {
                Spent += Stopwatch.GetElapsedTime(start);
            }
        }
    }
}
