using KubeVirt.Backup.Client.Freeze;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Client.Sessions;

/// <summary>Takes the snapshots of a plan, with guests frozen where the options want that, and judges them.</summary>
internal sealed class FrozenSnapshots(
    IResourceSource source,
    IGuestFreezer freezer,
    BackupOptions options,
    WayRun? ways,
    StepRunner steps,
    TimeProvider time
)
{
    /// <summary>The report with the snapshots that were taken, and the verdicts on them.</summary>
    public async Task<BackupReport> TakeAsync(BackupReport report, CancellationToken cancellationToken)
    {
        var plan = report.Plan;
        if (!options.Freezes)
        {
            var times = await SnapshotAsync(new SnapshotWork(plan, null, options.Progress), cancellationToken)
                .ConfigureAwait(false);
            return report with { Snapshots = Ordered(times) };
        }

        var guests = PlannedGuest.Of(plan).Where(guest => !IsFrozenElsewhere(guest.Guest)).ToList();
        var ids = guests.Select(guest => guest.Guest).ToList();
        var before = await OtherWriters
            .ReadAsync(source, ids, guests.SelectMany(guest => guest.Claims), cancellationToken)
            .ConfigureAwait(false);
        var session = await steps
            .RunAsync(BackupStep.Freeze, guests.Count, () =>
                FreezeSession.StartPlannedAsync(Told(guests.Count), guests, options.Freeze, time, cancellationToken)
            )
            .ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            var work = new SnapshotWork(plan, session, options.Progress);
            var times = await SnapshotAsync(work, cancellationToken).ConfigureAwait(false);
            var frozen = await steps.RunAsync(BackupStep.Thaw, guests.Count, session.ThawAsync).ConfigureAwait(false);
            var after = await OtherWriters
                .ReadAsync(source, ids, frozen.SelectMany(verdict => verdict.Claims), cancellationToken)
                .ConfigureAwait(false);
            var verdicts = Judge(plan, frozen, times, before.With(after));

            return report with
            {
                Verdicts = verdicts,
                Snapshots = Ordered(times),
            };
        }
    }

    /// <summary>The way to freeze, with each guest told of where somebody listens.</summary>
    private IGuestFreezer Told(int guests) =>
        options.Progress is { } progress ? new ReportingFreezer(freezer, progress, guests) : freezer;

    /// <summary>Whether KubeVirt freezes a guest itself.</summary>
    private bool IsFrozenElsewhere(ResourceId guest) => ways?.IsFrozenElsewhere(guest) ?? false;

    /// <summary>
    /// The verdicts on all guests of a plan, by the snapshots of their claims and by who else has these.
    /// </summary>
    private IReadOnlyList<FreezeVerdict> Judge(
        BackupPlan plan,
        IReadOnlyList<FreezeVerdict> frozen,
        IReadOnlyCollection<ClaimTime>? times,
        OtherWriters others
    )
    {
        var judged = frozen
            .Select(verdict => times is null ? verdict : verdict.WithSnapshots(times))
            .Select(others.Judge);
        var leftOut = PlannedGuest
            .GuestsOf(plan)
            .Where(guest => !IsFrozenElsewhere(guest))
            .Except(frozen.Select(verdict => verdict.Guest));

        return [.. judged.Concat(leftOut.Select(LeftOut)).OrderBy(verdict => verdict.Guest)];
    }

    private static FreezeVerdict LeftOut(ResourceId guest)
    {
        const string Reason = "The guest's instance is left out of the plan, so it was not frozen.";
        return new FreezeVerdict(guest, Consistency.CrashConsistent, Reason, null);
    }

    private static IReadOnlyList<ClaimTime>? Ordered(IReadOnlyCollection<ClaimTime>? times) =>
        times is null ? null : [.. times.OrderBy(time => time.Claim)];

    /// <summary>Runs the snapshot function; <see langword="null"/> where there is none.</summary>
    private Task<IReadOnlyCollection<ClaimTime>?> SnapshotAsync(
        SnapshotWork work,
        CancellationToken cancellationToken
    ) => steps.RunAsync<IReadOnlyCollection<ClaimTime>?>(BackupStep.Snapshot, work.Plan.Volumes.Count, async () =>
        {
            if (ways is not null)
                return await ways.TakeAsync(work, cancellationToken).ConfigureAwait(false);
            if (options.Snapshot is not { } take)
                return null;

            return await take(work, cancellationToken).ConfigureAwait(false);
        });
}
