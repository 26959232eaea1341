using System.Diagnostics;
using KubeVirt.Backup.Client.Freeze;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Planning;
using KubeVirt.Backup.Platforms;
using KubeVirt.Backup.Resolvers;

namespace KubeVirt.Backup.Client.Sessions;

/// <summary>
/// A backup in one call, after KubeVirt's guide: discover, freeze, take snapshots, thaw, export, write the definitions.
/// Whatever fails, guests are thawed and no archive is half-written.
/// </summary>
/// <param name="source">Where the objects come from.</param>
/// <param name="freezer">How guests are frozen.</param>
/// <param name="time">The clock. Default: the system's.</param>
/// <param name="resolvers">
/// Which references a plan follows whose options choose none. Default: the built-in resolvers.
/// </param>
/// <param name="platforms">
/// What is known of platforms where the options of a plan choose none. Default: the built-in packs.
/// </param>
/// <remarks>
/// Holds no state: one session object can run several backups, also at the same time. Each step is an activity of the
/// source <c>KubeVirt.Backup</c>. Source: KubeVirt docs/backup-restore-integration.md.
/// </remarks>
/// <example>
/// <code language="csharp">
/// var session = new BackupSession(new ClusterResourceSource(client), new KubernetesGuestFreezer(client));
/// var snapshots = new VolumeSnapshots(client);
/// IReadOnlyList&lt;ClaimSnapshot&gt; taken = [];
/// var options = new BackupOptions
/// {
///     Prepare = async (found, token) =>
///         taken = await snapshots.PrepareAsync(found.Volumes, "monday", token),
///     Snapshot = async (_, token) =>
///     {
///         taken = await snapshots.CreateAsync(taken, cancellationToken: token);
///         taken = await snapshots.WaitAsync(taken, SnapshotMoment.Taken, cancellationToken: token);
///         return [.. taken.Select(snapshot => snapshot.Time)];
///     },
///     Archive = "monday.tar.gz",
/// };
/// var report = await session.RunAsync(options, cancellationToken);
/// Console.WriteLine(report.Plan);
/// </code>
/// </example>
public sealed class BackupSession(
    IResourceSource source,
    IGuestFreezer freezer,
    TimeProvider? time = null,
    ResolverSet? resolvers = null,
    PlatformSet? platforms = null
)
{
    /// <summary>How long the removal of what a failed backup left may take: the process may be about to end.</summary>
    private static readonly TimeSpan UndoLimit = TimeSpan.FromSeconds(30);

    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>Runs the backup.</summary>
    /// <param name="options">What to do. Default: plan everything, freeze, and write nothing.</param>
    /// <param name="cancellationToken">Gives up; what is frozen is thawed before this throws.</param>
    /// <returns>
    /// The plan, the verdicts and the archive. Nothing is frozen and no archive is written where there is nothing to back
    /// up, or a root or namespace that was asked for is not there; the plan's findings are errors then.
    /// </returns>
    /// <exception cref="IOException">
    /// The cluster cannot be reached, or the archive exists or cannot be written.
    /// </exception>
    /// <exception cref="GuestsNotReadyException">
    /// A guest cannot be frozen, and the options make that a failure.
    /// </exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="AggregateException">
    /// The backup failed, and <see cref="BackupOptions.Undo"/> as well; it holds both failures.
    /// </exception>
    public async Task<BackupReport> RunAsync(
        BackupOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        options ??= new BackupOptions();
        ThrowIfArchiveExists(options);

        var plan = await StepAsync(options, BackupStep.Discover, async () =>
                await BackupPlanner.PlanAsync(source, Complete(options.Plan), cancellationToken).ConfigureAwait(false)
            )
            .ConfigureAwait(false);
        if (LacksWhatWasAsked(plan))
            return new BackupReport(plan, [], null);

        await StepAsync(options, BackupStep.Prepare, () => options.Prepare(plan, cancellationToken))
            .ConfigureAwait(false);
        try
        {
            return await FinishAsync(options, plan, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            await UndoAsync(options, plan, e).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>
    /// Does all that leaves traces in the cluster: takes snapshots, moves them away, writes the archive.
    /// </summary>
    private async Task<BackupReport> FinishAsync(
        BackupOptions options,
        BackupPlan plan,
        CancellationToken cancellationToken
    )
    {
        var result = await SnapshotAsync(options, plan, cancellationToken).ConfigureAwait(false);
        await StepAsync(options, BackupStep.Export, () => options.Export(plan, cancellationToken))
            .ConfigureAwait(false);
        if (options.Archive is { } archive)
        {
            await StepAsync(options, BackupStep.Archive, () =>
                    BackupArchive.WriteFileAsync(DefinitionsOf(plan), result.Verdicts, archive, cancellationToken)
                )
                .ConfigureAwait(false);
        }

        return new BackupReport(plan, result.Verdicts, options.Archive) { NotSnapshotted = result.MissingOf(plan) };
    }

    /// <summary>
    /// Removes what a failed backup left. Its own failure does not hide that of the backup: both are in one exception.
    /// </summary>
    private async Task UndoAsync(BackupOptions options, BackupPlan plan, Exception failure)
    {
        using var limit = new CancellationTokenSource(UndoLimit, _time);
        try
        {
            await options.Undo(plan, limit.Token).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            throw new AggregateException("The backup failed, and so did the removal of what it left.", failure, e);
        }
    }

    /// <summary>
    /// Whether the plan is empty, or what was asked for by name is not there: an archive of that would look like a backup.
    /// </summary>
    private static bool LacksWhatWasAsked(BackupPlan plan) =>
        plan.Findings.Any(finding =>
            finding.Id is FindingIds.NothingToBackUp or FindingIds.MissingRoot or FindingIds.NamespaceAbsent
        );

    /// <summary>What the caller chose goes before what the session was made with.</summary>
    private PlanOptions Complete(PlanOptions? plan)
    {
        plan ??= new PlanOptions();
        if (resolvers is not null && plan.Resolvers == BuiltInResolvers.Default)
            plan = plan with { Resolvers = resolvers };
        if (platforms is not null && plan.Platforms == PlatformSet.Default)
            plan = plan with { Platforms = platforms };

        return plan;
    }

    // Better before a guest is frozen than after.
    private static void ThrowIfArchiveExists(BackupOptions options)
    {
        if (options.Archive is { } archive && (File.Exists(archive) || Directory.Exists(archive)))
            throw new IOException($"{archive} exists already. Name another file.");
    }

    private static IEnumerable<Resource> DefinitionsOf(BackupPlan plan) =>
        plan.Sets.SelectMany(set => set).Select(id => plan.Graph.FindResource(id)!);

    /// <summary>
    /// Takes the snapshots, with guests frozen where the options want that, and returns their verdicts.
    /// </summary>
    private async Task<SnapshotResult> SnapshotAsync(
        BackupOptions options,
        BackupPlan plan,
        CancellationToken cancellationToken
    )
    {
        if (!options.Freezes)
        {
            var work = new SnapshotWork(plan, null);
            var times = await TakeAsync(options, work, cancellationToken).ConfigureAwait(false);
            return new SnapshotResult([], times);
        }

        var guests = PlannedGuest.Of(plan);
        var ids = guests.Select(guest => guest.Guest).ToList();
        var before = await OtherWriters
            .ReadAsync(source, ids, guests.SelectMany(guest => guest.Claims), cancellationToken)
            .ConfigureAwait(false);
        var session = await StepAsync(options, BackupStep.Freeze, () =>
                FreezeSession.StartPlannedAsync(freezer, guests, options.Freeze, _time, cancellationToken)
            )
            .ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            var times = await TakeAsync(options, new SnapshotWork(plan, session), cancellationToken)
                .ConfigureAwait(false);
            var frozen = await StepAsync(options, BackupStep.Thaw, session.ThawAsync).ConfigureAwait(false);
            var after = await OtherWriters
                .ReadAsync(source, ids, frozen.SelectMany(verdict => verdict.Claims), cancellationToken)
                .ConfigureAwait(false);

            return new SnapshotResult(Judge(plan, frozen, times, before.With(after)), times);
        }
    }

    /// <summary>
    /// The verdicts on all guests of a plan, by the snapshots of their claims and by who else has these.
    /// </summary>
    private static IReadOnlyList<FreezeVerdict> Judge(
        BackupPlan plan,
        IReadOnlyList<FreezeVerdict> frozen,
        IReadOnlyCollection<ClaimTime>? times,
        OtherWriters others
    )
    {
        var judged = frozen
            .Select(verdict => times is null ? verdict : verdict.WithSnapshots(times))
            .Select(others.Judge);
        var leftOut = PlannedGuest.GuestsOf(plan).Except(frozen.Select(verdict => verdict.Guest));

        return [.. judged.Concat(leftOut.Select(LeftOut)).OrderBy(verdict => verdict.Guest)];
    }

    private static FreezeVerdict LeftOut(ResourceId guest)
    {
        const string Reason = "The guest's instance is left out of the plan, so it was not frozen.";
        return new FreezeVerdict(guest, Consistency.CrashConsistent, Reason, null);
    }

    /// <summary>Runs the snapshot function; <see langword="null"/> where there is none.</summary>
    private static Task<IReadOnlyCollection<ClaimTime>?> TakeAsync(
        BackupOptions options,
        SnapshotWork work,
        CancellationToken cancellationToken
    ) => StepAsync<IReadOnlyCollection<ClaimTime>?>(options, BackupStep.Snapshot, async () =>
        {
            if (options.Snapshot is not { } take)
                return null;

            return await take(work, cancellationToken).ConfigureAwait(false);
        });

    private static async Task StepAsync(BackupOptions options, BackupStep step, Func<Task> work)
    {
        async Task<bool> DoAsync()
        {
            await work().ConfigureAwait(false);
            return true;
        }

        await StepAsync(options, step, DoAsync).ConfigureAwait(false);
    }

    /// <summary>Does one step, with progress, an activity and its duration.</summary>
    private static async Task<T> StepAsync<T>(BackupOptions options, BackupStep step, Func<Task<T>> work)
    {
        options.Progress?.Report(step);
        var started = Stopwatch.GetTimestamp();
        try
        {
            return await Telemetry.TraceAsync(step.ToString(), _ => work()).ConfigureAwait(false);
        }
        finally
        {
            Telemetry.RecordStep(step.ToString(), Stopwatch.GetElapsedTime(started));
        }
    }
}
