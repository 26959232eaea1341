using System.Globalization;
using KubeVirt.Backup.Client.Freeze;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Client.Sessions;

/// <summary>The ways of all machines of one session, carried out side by side.</summary>
internal sealed class WayRun
{
    /// <summary>Who carries out the way of a machine. CSI snapshots are taken of all machines in one.</summary>
    private static readonly Dictionary<BackupWay, Func<WayContext, PlannedMachine, TimeProvider, WayRunner>> Makers =
        new()
        {
            [BackupWay.GroupSnapshot] = (context, machine, _) => new GroupRunner(context, machine),
            [BackupWay.MachineSnapshot] = (context, machine, time) => new MachineSnapshotRunner(context, machine, time),
            [BackupWay.MachineBackup] = (context, machine, time) => new MachineBackupRunner(context, machine, time),
        };

    private static readonly BackupWay[] OfKubeVirt = [BackupWay.MachineSnapshot, BackupWay.MachineBackup];

    private readonly BackupPlan _plan;
    private readonly List<WayRunner> _runners = [];
    private readonly HashSet<ResourceId> _elsewhere;

    private WayRun(WayContext context, TimeProvider time)
    {
        _plan = context.Plan;
        foreach (var machine in _plan.Machines)
        {
            if (machine.Way is { } way && Makers.TryGetValue(way.Way, out var make))
                _runners.Add(make(context, machine, time));
        }

        _runners.Add(new CsiRunner(context, ClaimsForCsi()));
        _elsewhere =
        [
            .. _plan
                .Machines.Where(machine => machine.Way is { } way && OfKubeVirt.Contains(way.Way))
                .Select(WayContext.GuestOf),
        ];
    }

    /// <summary>The work of a plan; <see langword="null"/> where the product takes the snapshots itself.</summary>
    public static WayRun? Of(WayWork? work, BackupPlan plan, TimeProvider time)
    {
        if (work is null)
            return null;

        var stamp = time.GetUtcNow().UtcDateTime.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);
        return new WayRun(new WayContext(plan, work, work.Prefix ?? $"backup-{stamp}"), time);
    }

    /// <summary>Whether KubeVirt freezes a guest itself, so that the session must not.</summary>
    public bool IsFrozenElsewhere(ResourceId guest) => _elsewhere.Contains(guest);

    /// <summary>What shows that the work would fail. Nothing is done where there is such an error.</summary>
    public async Task<IReadOnlyList<Finding>> CheckAsync(CancellationToken cancellationToken)
    {
        var findings = new List<Finding>(_plan.Machines.Select(WithoutWay).OfType<Finding>());
        foreach (var runner in _runners)
            findings.AddRange(await runner.CheckAsync(cancellationToken).ConfigureAwait(false));

        return findings;
    }

    /// <summary>Does what need not wait until guests are frozen.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        foreach (var runner in _runners)
            await runner.PrepareAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes all snapshots for which guests are frozen, at the same time.</summary>
    public async Task<IReadOnlyCollection<ClaimTime>> TakeAsync(SnapshotWork work, CancellationToken cancellationToken)
    {
        var taken = await Task.WhenAll(_runners.Select(runner => runner.TakeAsync(work, cancellationToken)))
            .ConfigureAwait(false);

        return [.. taken.SelectMany(times => times)];
    }

    /// <summary>Does the rest when guests run again, and puts all of it into the report.</summary>
    public async Task<BackupReport> FinishAsync(BackupReport report, CancellationToken cancellationToken)
    {
        var results = await Task.WhenAll(_runners.Select(runner => runner.FinishAsync(cancellationToken)))
            .ConfigureAwait(false);
        var all = results.Aggregate((left, right) => left.And(right));
        var evidence = all.Evidence.ToLookup(pair => pair.Guest, pair => pair.Action);
        var doubts = all.Doubts.ToLookup(pair => pair.Guest, pair => pair.Reason);
        var verdicts = report.Verdicts.Select(verdict =>
            doubts[verdict.Guest]
                .Aggregate(verdict with { Action = evidence[verdict.Guest].FirstOrDefault() }, (judged, reason) =>
                    judged.WithDoubt(reason)
                )
        );

        return report with
        {
            Snapshots = [.. all.Snapshots.OrderBy(time => time.Claim)],
            Verdicts = [.. verdicts.Concat(all.Verdicts).OrderBy(verdict => verdict.Guest)],
            Points = [.. report.Points, .. all.Points.OrderBy(point => point.Machine)],
            Findings = [.. report.Findings, .. all.Findings.Order()],
        };
    }

    /// <summary>Removes what was made in the cluster. One failure does not keep the rest.</summary>
    /// <returns>What may still be there.</returns>
    public async Task<IReadOnlyList<Finding>> UndoAsync(CancellationToken cancellationToken)
    {
        var left = await Task.WhenAll(_runners.Select(runner => runner.UndoAsync(cancellationToken)))
            .ConfigureAwait(false);

        return [.. left.SelectMany(findings => findings).Order()];
    }

    /// <summary>The claims of machines of that way, and those that belong to no machine.</summary>
    private List<ResourceId> ClaimsForCsi()
    {
        var byWay = _plan.Machines.ToLookup(machine => machine.Way?.Way is BackupWay.CsiSnapshots);
        var wanted = byWay[true].SelectMany(WayContext.ClaimsOf);
        var others = byWay[false].SelectMany(machine => machine.Volumes).Select(volume => volume.Claim).ToHashSet();

        return [.. wanted.Concat(_plan.Volumes.Where(claim => !others.Contains(claim))).Distinct().Order()];
    }

    private static Finding? WithoutWay(PlannedMachine machine) =>
        machine.Way switch
        {
            { Way: BackupWay.Unknown } way => new Finding(
                FindingIds.WayUnknown,
                FindingSeverity.Error,
                machine.Id,
                null,
                $"The machine is not backed up, since it is not known how: {string.Join(' ', way.Rejected)} Nothing was done. "
                    + "Let the account read this, or ask for one way."
            ),
            null => new Finding(
                FindingIds.WayUnknown,
                FindingSeverity.Error,
                machine.Id,
                null,
                "The plan chose no way for the machine. Nothing was done. Make a plan with PlanOptions.Ways."
            ),
            _ => null,
        };
}
