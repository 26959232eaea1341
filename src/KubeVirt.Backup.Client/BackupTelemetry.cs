using System.Collections.Frozen;
using KubeVirt.Backup.Client.Sessions;

namespace KubeVirt.Backup.Client;

/// <summary>
/// The names of activities, metrics and their tags, for whoever listens: they do not change. Durations are in seconds.
/// </summary>
/// <remarks>Source: OpenTelemetry semantic conventions for names, units and <c>error.type</c>.</remarks>
public static class BackupTelemetry
{
    /// <summary>The ActivitySource and the Meter.</summary>
    public const string SourceName = "KubeVirt.Backup";

    /// <summary>Activity: a backup session, from the plan to the archive. Its children are the steps.</summary>
    public const string Backup = "kubevirt.backup";

    /// <summary>Activity: a restore is written. Its children are the sets.</summary>
    public const string Restore = "kubevirt.restore";

    /// <summary>Activity: a set of a restore is written and waited for.</summary>
    public const string ApplySet = "kubevirt.restore.set";

    /// <summary>Activity: a target is checked before a restore.</summary>
    public const string Preflight = "kubevirt.restore.preflight";

    /// <summary>Activity: a target is checked after a restore.</summary>
    public const string Verify = "kubevirt.restore.verify";

    /// <summary>Activity: a guest is frozen.</summary>
    public const string FreezeGuest = "kubevirt.guest.freeze";

    /// <summary>Activity: a guest is thawed.</summary>
    public const string ThawGuest = "kubevirt.guest.thaw";

    /// <summary>Activity: a part of an export is downloaded.</summary>
    public const string ExportDownload = "kubevirt.export.download";

    /// <summary>Histogram: how long a step of a backup took.</summary>
    public const string StepDuration = "kubevirt.backup.step.duration";

    /// <summary>Histogram: how long the call that freezes a guest took.</summary>
    public const string FreezeDuration = "kubevirt.guest.freeze.duration";

    /// <summary>Histogram: how long the calls that thaw a guest took.</summary>
    public const string ThawDuration = "kubevirt.guest.thaw.duration";

    /// <summary>Histogram: how long a guest was frozen for its snapshots.</summary>
    public const string FrozenDuration = "kubevirt.guest.frozen.duration";

    /// <summary>Histogram: from the request for the snapshot of a claim until it was seen to be taken.</summary>
    public const string SnapshotWait = "kubevirt.snapshot.wait.duration";

    /// <summary>Counter: guests, by the consistency that was vouched for.</summary>
    public const string Verdicts = "kubevirt.backup.verdicts";

    /// <summary>Counter: requests to the API server, tries included.</summary>
    public const string Requests = "kubevirt.backup.requests";

    /// <summary>Counter: requests that failed and were tried again.</summary>
    public const string Retries = "kubevirt.backup.retries";

    /// <summary>Tag: how many roots a backup has.</summary>
    public const string Roots = "kubevirt.roots";

    /// <summary>Tag: the guest.</summary>
    public const string Guest = "kubevirt.guest";

    /// <summary>Tag: the step of a backup.</summary>
    public const string Step = "kubevirt.step";

    /// <summary>Tag: the consistency of a verdict.</summary>
    public const string Consistency = "kubevirt.consistency";

    /// <summary>Tag: the number of a set.</summary>
    public const string Set = "kubevirt.set";

    /// <summary>Tag: how many objects there are.</summary>
    public const string Objects = "kubevirt.objects";

    /// <summary>Tag: the type of the exception of what failed.</summary>
    public const string ErrorType = "error.type";

    // Made once: an activity starts for each step of each backup.
    private static readonly FrozenDictionary<BackupStep, string> Steps = Enum.GetValues<BackupStep>()
        .ToFrozenDictionary(step => step, step => $"{Backup}.{step.ToString().ToLowerInvariant()}");

    /// <summary>Activity: one step of a backup, such as <c>kubevirt.backup.freeze</c>.</summary>
    public static string OfStep(BackupStep step) => Steps[step];
}
