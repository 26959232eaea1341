using KubeVirt.Backup.Client.Freeze;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Planning;
using Microsoft.Extensions.Logging;

namespace KubeVirt.Backup.Client.Sessions;

/// <summary>One run of a backup session, step by step.</summary>
internal sealed class BackupRun(
    IResourceSource source,
    IGuestFreezer freezer,
    BackupOptions options,
    TimeProvider time,
    ILogger logger
)
{
    /// <summary>How long the removal of what a failed backup left may take: the process may be about to end.</summary>
    private static readonly TimeSpan UndoLimit = TimeSpan.FromSeconds(30);

    private readonly StepRunner _steps = new(options.Progress, logger);

    /// <summary>
    /// What carries out the ways of the plan; <see langword="null"/> where the product takes the snapshots.
    /// </summary>
    private WayRun? _ways;

    /// <summary>
    /// The plan that the caller brought, which may be outdated; <see langword="null"/> where it is new.
    /// </summary>
    public BackupPlan? Planned { get; init; }

    /// <summary>Runs the backup as one activity.</summary>
    /// <param name="discover">Gives the plan.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<BackupReport> RunAsync(
        Func<CancellationToken, Task<BackupPlan>> discover,
        CancellationToken cancellationToken
    ) => Telemetry.TraceAsync(BackupTelemetry.Backup, async activity =>
        {
            var started = time.GetUtcNow();
            ThrowIfMisused();
            ThrowIfArchiveExists();
            var plan = await _steps
                .RunAsync(BackupStep.Discover, 0, () => discover(cancellationToken))
                .ConfigureAwait(false);
            activity?.SetTag(BackupTelemetry.Roots, plan.Roots.Count);
            logger.BackupStarted(plan.Roots.Count, plan.Volumes.Count, plan.Freeze.Count);
            logger.Report(plan.Findings);

            var report = await BackUpAsync(new BackupReport { Plan = plan, StartedAt = started }, cancellationToken)
                .ConfigureAwait(false);
            logger.Report(report.Findings);
            logger.BackupEnded(report);

            return report;
        });

    /// <summary>Ends before anything is done where the backup would lack what was asked for.</summary>
    private async Task<BackupReport> BackUpAsync(BackupReport report, CancellationToken cancellationToken)
    {
        if (LacksWhatWasAsked(report.Plan))
            return Ended(report);
        if (Planned is not null)
        {
            var outdated = await OutdatedPlan.FindAsync(source, Planned, cancellationToken).ConfigureAwait(false);
            report = report with { Findings = outdated };
            if (outdated.Any(finding => finding.Id == FindingIds.PlanOutdated))
                return Ended(report);
        }

        _ways = WayRun.Of(options.Ways, report.Plan, time);
        if (_ways is not null)
        {
            var refused = await _ways.CheckAsync(cancellationToken).ConfigureAwait(false);
            report = report with { Findings = [.. report.Findings, .. refused] };
            if (HasNoWay(report))
                return Ended(report);
        }

        return await PrepareAndFinishAsync(report, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>From here on something may be left in the cluster: whatever fails, it is removed again.</summary>
    private async Task<BackupReport> PrepareAndFinishAsync(BackupReport report, CancellationToken cancellationToken)
    {
        report = report with { Cluster = await IdentifyAsync(cancellationToken).ConfigureAwait(false) };
        await _steps
            .RunAsync(BackupStep.Prepare, 0, () => options.Prepare(report.Plan, cancellationToken))
            .ConfigureAwait(false);
        try
        {
            if (_ways is not null)
                await _ways.PrepareAsync(cancellationToken).ConfigureAwait(false);
            return await FinishAsync(report, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            await UndoAsync(report.Plan, e).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>
    /// Does all that leaves traces in the cluster: takes snapshots, moves them away, writes the archive.
    /// </summary>
    private async Task<BackupReport> FinishAsync(BackupReport report, CancellationToken cancellationToken)
    {
        var freeze = new FrozenSnapshots(source, freezer, options, _ways, _steps, time);
        report = await freeze.TakeAsync(report, cancellationToken).ConfigureAwait(false);
        logger.Report(report.Verdicts);
        report = Ended(await ExportAsync(report, cancellationToken).ConfigureAwait(false));
        if (options.Archive is not { } archive)
            return report;

        await _steps
            .RunAsync(BackupStep.Archive, report.Plan.Sets.Sum(set => set.Count), () =>
                options.ArchiveKey is { } key
                    ? BackupArchive.WriteEncryptedFileAsync(report, key, archive, options.Annexes, cancellationToken)
                    : BackupArchive.WriteFileAsync(report, archive, options.Annexes, cancellationToken)
            )
            .ConfigureAwait(false);

        return report with
        {
            Archive = archive,
        };
    }

    /// <summary>
    /// Moves the data away. Where that fails, snapshots and verdicts are there all the same, and must not be lost
    /// with it.
    /// </summary>
    private async Task<BackupReport> ExportAsync(BackupReport report, CancellationToken cancellationToken)
    {
        try
        {
            await _steps
                .RunAsync(BackupStep.Export, report.Plan.Volumes.Count, async () =>
                {
                    if (_ways is not null)
                        report = await _ways.FinishAsync(report, cancellationToken).ConfigureAwait(false);
                    await options.Export(report.Plan, cancellationToken).ConfigureAwait(false);
                    var points = await options.Points(report.Plan, cancellationToken).ConfigureAwait(false);
                    report = report with { Points = [.. report.Points, .. points] };
                })
                .ConfigureAwait(false);

            return report;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            var failure = new BackupFailure(BackupStep.Export, e.Message) { Exception = e };
            return report with
            {
                Failures = [.. report.Failures, failure],
                Findings = [.. report.Findings, FindingOf(failure)],
            };
        }
    }

    private static Finding FindingOf(BackupFailure failure) =>
        new(
            FindingIds.StepFailed,
            FindingSeverity.Error,
            null,
            null,
            $"The step {failure.Step} failed, so the backup is partial: {failure.Message} The snapshots and the definitions "
                + "are there. Do that step again from the snapshots, or take a new backup and remove them."
        );

    /// <summary>
    /// Removes what a failed backup left. Its own failure does not hide that of the backup: both are in one exception.
    /// </summary>
    private async Task UndoAsync(BackupPlan plan, Exception failure)
    {
        using var limit = new CancellationTokenSource(UndoLimit, time);
        try
        {
            var left = _ways is null ? [] : await _ways.UndoAsync(limit.Token).ConfigureAwait(false);
            logger.Report(left);
            await options.Undo(plan, limit.Token).ConfigureAwait(false);
            if (left.Count > 0)
                throw new IOException(string.Join(' ', left.Select(finding => finding.Message)));
        }
        catch (Exception e)
        {
            throw new AggregateException("The backup failed, and so did the removal of what it left.", failure, e);
        }
    }

    /// <summary>The cluster as the caller names it, or as it names itself.</summary>
    private async Task<ClusterIdentity?> IdentifyAsync(CancellationToken cancellationToken)
    {
        if (options.Cluster is not null || source is not IClusterIdentitySource cluster)
            return options.Cluster;

        return await cluster.IdentifyAsync(cancellationToken).ConfigureAwait(false);
    }

    private BackupReport Ended(BackupReport report) => report with { EndedAt = time.GetUtcNow() };

    /// <summary>
    /// Whether the plan is empty, or what was asked for by name is not there: an archive of that would look like a
    /// backup.
    /// </summary>
    private static bool LacksWhatWasAsked(BackupPlan plan) =>
        plan.Findings.Any(finding =>
            finding.Id is FindingIds.NothingToBackUp or FindingIds.MissingRoot or FindingIds.NamespaceAbsent
        );

    /// <summary>Whether a machine has no way, so that a backup would lack its data.</summary>
    private static bool HasNoWay(BackupReport report) =>
        report
            .Plan.Findings.Concat(report.Findings)
            .Any(finding =>
                finding
                    is {
                        Severity: FindingSeverity.Error,
                        Id: FindingIds.NoWay or FindingIds.WayUnknown or FindingIds.WayNotPossible
                    }
            );

    /// <summary>What contradicts itself is refused before the first request.</summary>
    private void ThrowIfMisused()
    {
        if (options is { Ways: not null, Snapshot: not null })
            throw new ArgumentException("Either Ways or Snapshot takes the snapshots, not both.");
        if (options.Ways is { Backup.Pulls: true, Pull: null })
            throw new ArgumentException("Backups that are pulled need WayWork.Pull, which moves their data away.");
    }

    // Better before a guest is frozen than after.
    private void ThrowIfArchiveExists()
    {
        if (options.Archive is { } archive && (File.Exists(archive) || Directory.Exists(archive)))
            throw new IOException($"{archive} exists already. Name another file.");
    }
}
