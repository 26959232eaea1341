using System.Diagnostics;
using KubeVirt.Backup.Client.Freeze;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Client.Sessions;

/// <summary>
/// A backup in one call, after KubeVirt's guide: discover, freeze, snapshot, thaw, export, write the definitions.
/// Whatever fails, guests are thawed and no archive is half-written.
/// </summary>
/// <param name="source">Where the objects come from.</param>
/// <param name="freezer">How guests are frozen.</param>
/// <param name="time">The clock. Default: the system's.</param>
/// <remarks>
/// Source: KubeVirt docs/backup-restore-integration.md. Steps are activities of the source <c>KubeVirt.Backup</c>.
/// </remarks>
public sealed class BackupSession(IResourceSource source, IGuestFreezer freezer, TimeProvider? time = null)
{
    /// <summary>Runs the backup.</summary>
    /// <param name="options">What to do. Default: plan everything, freeze, and write nothing.</param>
    /// <param name="cancellationToken">Gives up; what is frozen is thawed before this throws.</param>
    /// <exception cref="IOException">
    /// The cluster cannot be reached, or the archive exists or cannot be written.
    /// </exception>
    /// <exception cref="GuestsNotReadyException">
    /// A guest cannot be frozen, and the options make that a failure.
    /// </exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<BackupReport> RunAsync(
        BackupOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        options ??= new BackupOptions();
        // Known before a guest is frozen rather than after.
        if (options.Archive is { } archive && (File.Exists(archive) || Directory.Exists(archive)))
            throw new IOException($"{archive} exists already. Name another file.");

        var plan = await StepAsync(options, BackupStep.Discover, async () =>
                await BackupPlanner.PlanAsync(source, options.Plan, cancellationToken).ConfigureAwait(false)
            )
            .ConfigureAwait(false);
        await StepAsync(options, BackupStep.Prepare, () => Done(options.Prepare(plan, cancellationToken)))
            .ConfigureAwait(false);
        var verdicts = await SnapshotAsync(options, plan, cancellationToken).ConfigureAwait(false);
        await StepAsync(options, BackupStep.Export, () => Done(options.Export(plan, cancellationToken)))
            .ConfigureAwait(false);
        if (options.Archive is not null)
        {
            var resources = plan.Sets.SelectMany(set => set).Select(id => plan.Graph.FindResource(id)!);
            await StepAsync(options, BackupStep.Archive, () =>
                    Done(BackupArchive.WriteFileAsync(resources, verdicts, options.Archive, cancellationToken))
                )
                .ConfigureAwait(false);
        }

        return new BackupReport(plan, verdicts, options.Archive);
    }

    private async Task<IReadOnlyList<FreezeVerdict>> SnapshotAsync(
        BackupOptions options,
        BackupPlan plan,
        CancellationToken cancellationToken
    )
    {
        if (!options.Freezes)
        {
            await TakeAsync(options, new SnapshotWork(plan, null), cancellationToken).ConfigureAwait(false);
            return [];
        }

        // One whose instance the plan leaves out is left alone.
        var guests = plan
            .Sets.SelectMany(set => set)
            .Where(id => id.Kind == Kinds.VirtualMachine || id.Kind == Kinds.VirtualMachineInstance)
            .Select(id => id.WithKind(Kinds.VirtualMachineInstance))
            .Distinct()
            .ToLookup(guest => plan.Graph.Find(guest) is not { State: NodeState.Outside });
        var session = await StepAsync(options, BackupStep.Freeze, () =>
                FreezeSession.StartAsync(freezer, guests[true], options.Freeze, time, cancellationToken)
            )
            .ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            var claims = await TakeAsync(options, new SnapshotWork(plan, session), cancellationToken)
                .ConfigureAwait(false);
            var verdicts = await StepAsync(options, BackupStep.Thaw, session.ThawAsync).ConfigureAwait(false);
            return
            [
                .. verdicts
                    .Select(verdict => claims is null ? verdict : verdict.WithSnapshots(claims.Of(verdict.Guest)))
                    .Concat(guests[false].Select(LeftOut))
                    .OrderBy(verdict => verdict.Guest),
            ];
        }
    }

    private static FreezeVerdict LeftOut(ResourceId guest) =>
        new(
            guest,
            Consistency.CrashConsistent,
            "The guest's instance is left out of the plan, so it was not frozen.",
            null
        );

    /// <summary>Has the snapshots taken; <see langword="null"/> where there are none to be.</summary>
    private static Task<GuestClaims?> TakeAsync(
        BackupOptions options,
        SnapshotWork work,
        CancellationToken cancellationToken
    ) =>
        StepAsync(options, BackupStep.Snapshot, async () =>
            options.Snapshot is { } take
                ? new GuestClaims(work.Plan, await take(work, cancellationToken).ConfigureAwait(false))
                : null
        );

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

    private static async Task<bool> Done(Task task)
    {
        await task.ConfigureAwait(false);
        return true;
    }
}
