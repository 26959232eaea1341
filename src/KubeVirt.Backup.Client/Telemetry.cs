using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace KubeVirt.Backup.Client;

/// <summary>What the client tells of itself to whoever listens.</summary>
internal static class Telemetry
{
    private const string Name = "KubeVirt.Backup";

    private static readonly Meter Meter = new(Name);

    public static ActivitySource Source { get; } = new(Name);

    /// <summary>How long each step took.</summary>
    public static Histogram<double> StepDuration { get; } =
        Meter.CreateHistogram<double>("kubevirt.backup.step.duration", "s", "Duration of the steps of a backup.");

    /// <summary>Requests to the API server, tries included.</summary>
    public static Counter<long> Requests { get; } =
        Meter.CreateCounter<long>(
            "kubevirt.backup.requests",
            "{request}",
            "Requests to the API server, tries included."
        );

    /// <summary>Requests that failed and were tried again.</summary>
    public static Counter<long> Retries { get; } =
        Meter.CreateCounter<long>(
            "kubevirt.backup.retries",
            "{request}",
            "Requests to the API server that failed and were tried again."
        );

    /// <summary>What freezes were worth.</summary>
    public static Counter<long> Verdicts { get; } =
        Meter.CreateCounter<long>(
            "kubevirt.backup.verdicts",
            "{guest}",
            "Guests of freeze sessions, by the consistency that was vouched for."
        );

    /// <summary>An activity about one guest.</summary>
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
}
