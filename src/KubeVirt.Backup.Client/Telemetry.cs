using System.Diagnostics;
using System.Diagnostics.Metrics;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Client.Sessions;

namespace KubeVirt.Backup.Client;

/// <summary>
/// The activities and metrics of the client, under the names of <see cref="BackupTelemetry"/>. Where nobody listens, they
/// cost nothing.
/// </summary>
internal static class Telemetry
{
    private const string Seconds = "s";
    private const string Outcome = "kubevirt.outcome";

    private static readonly ActivitySource Source = new(BackupTelemetry.SourceName);
    private static readonly Meter Meter = new(BackupTelemetry.SourceName);

    private static readonly Histogram<double> StepDuration = OfSeconds(
        BackupTelemetry.StepDuration,
        "Duration of the steps of a backup."
    );

    private static readonly Histogram<double> FreezeDuration = OfSeconds(
        BackupTelemetry.FreezeDuration,
        "Duration of the call that freezes a guest."
    );

    private static readonly Histogram<double> ThawDuration = OfSeconds(
        BackupTelemetry.ThawDuration,
        "Duration of the calls that thaw a guest."
    );

    private static readonly Histogram<double> FrozenDuration = OfSeconds(
        BackupTelemetry.FrozenDuration,
        "How long a guest was frozen for its snapshots."
    );

    private static readonly Histogram<double> SnapshotWait = OfSeconds(
        BackupTelemetry.SnapshotWait,
        "How long the snapshot of a claim was waited for."
    );

    private static readonly Counter<long> Requests = Meter.CreateCounter<long>(
        BackupTelemetry.Requests,
        "{request}",
        "Requests to the API server, tries included."
    );

    private static readonly Counter<long> Retries = Meter.CreateCounter<long>(
        BackupTelemetry.Retries,
        "{request}",
        "Requests to the API server that failed and were tried again."
    );

    private static readonly Counter<long> Verdicts = Meter.CreateCounter<long>(
        BackupTelemetry.Verdicts,
        "{guest}",
        "Guests of freeze sessions, by the consistency that was vouched for."
    );

    /// <summary>Counts a request, or a further try of one.</summary>
    public static void CountRequest(HttpMethod method) => Requests.Add(1, Tag("http.request.method", method.Method));

    /// <summary>Counts a request that failed and is tried again.</summary>
    public static void CountRetry(ClusterException failure) =>
        Retries.Add(
            1,
            Tag("http.request.method", failure.Method),
            Tag("http.response.status_code", (int?)failure.StatusCode)
        );

    /// <summary>Counts what the freeze of one guest was worth, and how long it was frozen.</summary>
    public static void CountVerdict(Freeze.FreezeVerdict verdict)
    {
        var consistency = Tag(BackupTelemetry.Consistency, verdict.Consistency.ToString());
        Verdicts.Add(1, consistency);
        if (verdict.Frozen is { } frozen)
            FrozenDuration.Record(frozen.TotalSeconds, consistency);
    }

    /// <summary>Records how long a step of a backup took, whether it failed or not.</summary>
    public static void RecordStep(BackupStep step, TimeSpan duration) =>
        StepDuration.Record(duration.TotalSeconds, Tag(BackupTelemetry.Step, step.ToString()));

    /// <summary>Records how long the freeze of one guest took.</summary>
    public static void RecordFreeze(TimeSpan duration, bool isDone) =>
        FreezeDuration.Record(duration.TotalSeconds, OutcomeOf(isDone));

    /// <summary>Records how long the thaw of one guest took.</summary>
    public static void RecordThaw(TimeSpan duration, bool isDone) =>
        ThawDuration.Record(duration.TotalSeconds, OutcomeOf(isDone));

    /// <summary>Records how long it took until the snapshot of one claim was taken.</summary>
    public static void RecordSnapshotWait(TimeSpan duration) => SnapshotWait.Record(duration.TotalSeconds);

    /// <summary>Starts an activity about one guest; <see langword="null"/> where nobody listens.</summary>
    public static Activity? OfGuest(string name, ResourceId guest) =>
        Source.StartActivity(name)?.SetTag(BackupTelemetry.Guest, guest.ToString());

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
            activity?.SetTag(BackupTelemetry.ErrorType, e.GetType().FullName);
            throw;
        }
    }

    private static Histogram<double> OfSeconds(string name, string description) =>
        Meter.CreateHistogram<double>(name, Seconds, description);

    private static KeyValuePair<string, object?> OutcomeOf(bool isDone) => Tag(Outcome, isDone ? "done" : "failed");

    private static KeyValuePair<string, object?> Tag(string name, object? value) => new(name, value);
}
