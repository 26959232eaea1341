using System.Diagnostics;
using System.Diagnostics.Metrics;
using KubeVirt.Backup.Client.Cluster;

namespace KubeVirt.Backup.Client;

/// <summary>
/// The activities and metrics of the client, under the name <c>KubeVirt.Backup</c>. Where nobody listens, they cost
/// nothing. docs/cluster.md lists them.
/// </summary>
internal static class Telemetry
{
    private const string Name = "KubeVirt.Backup";

    private static readonly Meter Meter = new(Name);

    private static readonly Histogram<double> StepDuration = Meter.CreateHistogram<double>(
        "kubevirt.backup.step.duration",
        "s",
        "Duration of the steps of a backup."
    );

    private static readonly Counter<long> Requests = Meter.CreateCounter<long>(
        "kubevirt.backup.requests",
        "{request}",
        "Requests to the API server, tries included."
    );

    private static readonly Counter<long> Retries = Meter.CreateCounter<long>(
        "kubevirt.backup.retries",
        "{request}",
        "Requests to the API server that failed and were tried again."
    );

    private static readonly Counter<long> Verdicts = Meter.CreateCounter<long>(
        "kubevirt.backup.verdicts",
        "{guest}",
        "Guests of freeze sessions, by the consistency that was vouched for."
    );

    private static readonly ActivitySource Source = new(Name);

    /// <summary>Counts a request, or a further try of one.</summary>
    public static void CountRequest(HttpMethod method) => Requests.Add(1, Tag("http.request.method", method.Method));

    /// <summary>Counts a request that failed and is tried again.</summary>
    public static void CountRetry(ClusterException failure) =>
        Retries.Add(
            1,
            Tag("http.request.method", failure.Method),
            Tag("http.response.status_code", (int?)failure.StatusCode)
        );

    /// <summary>Counts what the freeze of one guest was worth.</summary>
    public static void CountVerdict(string consistency) => Verdicts.Add(1, Tag("consistency", consistency));

    /// <summary>Records how long a step of a backup took, whether it failed or not.</summary>
    public static void RecordStep(string step, TimeSpan duration) =>
        StepDuration.Record(duration.TotalSeconds, Tag("step", step));

    /// <summary>Starts an activity about one guest; <see langword="null"/> where nobody listens.</summary>
    public static Activity? OfGuest(string name, ResourceId guest) =>
        Source.StartActivity(name)?.SetTag("kubevirt.guest", guest.ToString());

    /// <summary>Does some work as an activity, which bears an error where the work throws.</summary>
    public static async Task<T> TraceAsync<T>(string name, Func<Activity?, Task<T>> work)
    {
        using var activity = Source.StartActivity(name);
        try
        {
            return await work(activity).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            activity?.SetStatus(ActivityStatusCode.Error, e.GetType().Name);
            throw;
        }
    }

    private static KeyValuePair<string, object?> Tag(string name, object? value) => new(name, value);
}
