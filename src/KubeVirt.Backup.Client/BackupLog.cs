using KubeVirt.Backup.Client.Apply;
using KubeVirt.Backup.Client.Freeze;
using KubeVirt.Backup.Client.Sessions;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Planning;
using Microsoft.Extensions.Logging;

namespace KubeVirt.Backup.Client;

/// <summary>The log events of backups and restores.</summary>
internal static partial class BackupLog
{
    [LoggerMessage(
        BackupEventIds.BackupStarted,
        LogLevel.Information,
        "Backup of {Roots} roots with {Volumes} volumes; {Guests} guests run."
    )]
    public static partial void BackupStarted(this ILogger logger, int roots, int volumes, int guests);

    [LoggerMessage(BackupEventIds.StepEnded, LogLevel.Debug, "{Step} took {Seconds:0.000} s.")]
    public static partial void StepEnded(this ILogger logger, BackupStep step, double seconds);

    [LoggerMessage(BackupEventIds.StepFailed, LogLevel.Error, "{Step} failed.")]
    public static partial void StepFailed(this ILogger logger, BackupStep step, Exception failure);

    [LoggerMessage(EventId = BackupEventIds.GuestJudged, Message = "{Guest} is {Consistency}. {Reason}")]
    public static partial void GuestJudged(
        this ILogger logger,
        LogLevel level,
        ResourceId guest,
        Consistency consistency,
        string reason
    );

    [LoggerMessage(EventId = BackupEventIds.FindingReported, Message = "{Id} {Resource} {Path}: {Text}")]
    public static partial void FindingReported(
        this ILogger logger,
        LogLevel level,
        string id,
        ResourceId? resource,
        string? path,
        string text
    );

    [LoggerMessage(
        EventId = BackupEventIds.BackupEnded,
        Message = "Backup done: archive {Archive}, all that was asked {Reached}, partial {IsPartial}."
    )]
    public static partial void BackupEnded(
        this ILogger logger,
        LogLevel level,
        string? archive,
        bool reached,
        bool isPartial
    );

    [LoggerMessage(BackupEventIds.RestoreStarted, LogLevel.Information, "Restore of {Objects} objects in {Sets} sets.")]
    public static partial void RestoreStarted(this ILogger logger, int objects, int sets);

    [LoggerMessage(BackupEventIds.ObjectApplied, LogLevel.Debug, "{Resource}: {Outcome}.")]
    public static partial void ObjectApplied(this ILogger logger, ResourceId resource, ApplyOutcome outcome);

    [LoggerMessage(EventId = BackupEventIds.RestoreEnded, Message = "Restore done: {Summary}.")]
    public static partial void RestoreEnded(this ILogger logger, LogLevel level, ApplyReport summary);

    /// <summary>A backup is done.</summary>
    public static void BackupEnded(this ILogger logger, BackupReport report) =>
        logger.BackupEnded(
            report.ReachedWhatWasAsked ? LogLevel.Information : LogLevel.Warning,
            report.Archive,
            report.ReachedWhatWasAsked,
            report.IsPartial
        );

    /// <summary>A restore is done, with an event for each object and finding.</summary>
    public static void RestoreEnded(this ILogger logger, ApplyReport report)
    {
        foreach (var applied in report.Objects)
            logger.ObjectApplied(applied.Resource, applied.Outcome);
        logger.Report(report.Findings);
        logger.RestoreEnded(report.IsComplete ? LogLevel.Information : LogLevel.Warning, report);
    }

    /// <summary>An event for each verdict.</summary>
    public static void Report(this ILogger logger, IEnumerable<FreezeVerdict> verdicts)
    {
        foreach (var verdict in verdicts)
        {
            var isWanted = verdict.Consistency >= Consistency.FilesystemConsistent;
            var level = isWanted ? LogLevel.Information : LogLevel.Warning;
            logger.GuestJudged(level, verdict.Guest, verdict.Consistency, verdict.Reason);
        }
    }

    /// <summary>An event for each finding.</summary>
    public static void Report(this ILogger logger, IEnumerable<Finding> findings)
    {
        foreach (var finding in findings)
        {
            var level = finding.Severity switch
            {
                FindingSeverity.Error => LogLevel.Error,
                FindingSeverity.Warning => LogLevel.Warning,
                _ => LogLevel.Debug,
            };
            logger.FindingReported(level, finding.Id, finding.Resource, finding.Path, finding.Message);
        }
    }
}
