using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace KubeVirt.Backup.Client.Sessions;

/// <summary>What a session tells of itself to whoever listens.</summary>
internal static class Telemetry
{
    private const string Name = "KubeVirt.Backup";

    private static readonly Meter Meter = new(Name);

    public static ActivitySource Source { get; } = new(Name);

    /// <summary>How long each step took.</summary>
    public static Histogram<double> StepDuration { get; } = Meter.CreateHistogram<double>("kubevirt.backup.step.duration", "s", "Duration of the steps of a backup.");
}
