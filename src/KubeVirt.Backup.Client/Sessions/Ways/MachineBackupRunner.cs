using KubeVirt.Backup.Chains;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Client.Freeze;
using KubeVirt.Backup.Client.Incremental;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Client.Sessions;

/// <summary>KubeVirt's own backup of the disks of one machine.</summary>
internal sealed class MachineBackupRunner(WayContext context, PlannedMachine machine, TimeProvider time) : WayRunner
{
    private readonly BackupClaim _claim = new(context, machine);
    private readonly List<Finding> _findings = [];
    private VirtualMachineBackup? _backup;

    private VirtualMachineBackups Client => context.Work.Ways.Backups;

    /// <inheritdoc/>
    public override async Task<IReadOnlyList<Finding>> CheckAsync(CancellationToken cancellationToken) =>
        await _claim.CheckAsync(cancellationToken).ConfigureAwait(false) is { } refused ? [refused] : [];

    /// <inheritdoc/>
    public override Task PrepareAsync(CancellationToken cancellationToken) => _claim.MakeAsync(cancellationToken);

    /// <inheritdoc/>
    public override async Task<WayResult> FinishAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await BackUpAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ClusterException e)
        {
            return Failed(WayContext.NotDone(machine, "VirtualMachineBackup", e));
        }
    }

    /// <inheritdoc/>
    public override async Task<IReadOnlyList<Finding>> UndoAsync(CancellationToken cancellationToken)
    {
        var left = new List<Finding>();
        if (_backup is { } backup)
            await TryAsync(backup.Id, Client.DeleteAsync(backup, cancellationToken)).ConfigureAwait(false);
        await TryAsync(_claim.Id, _claim.RemoveAsync(cancellationToken)).ConfigureAwait(false);

        return left;

        async Task TryAsync(ResourceId id, Task removal)
        {
            try
            {
                await removal.ConfigureAwait(false);
            }
            catch (Exception e) when (e is IOException or OperationCanceledException)
            {
                left.Add(WayContext.Left(id, e));
            }
        }
    }

    /// <summary>Takes the backup, waits for its end, lets the product pull it, and judges what came of it.</summary>
    private async Task<WayResult> BackUpAsync(CancellationToken cancellationToken)
    {
        var since = await SinceAsync(cancellationToken).ConfigureAwait(false);
        var mustBeFull = since is null || _findings.Exists(finding => finding.Id == FindingIds.FullInstead);
        var options = context.Work.Backup with { ForcesFull = context.Work.Backup.ForcesFull || mustBeFull };

        // Before the request: KubeVirt cannot have begun earlier.
        var asked = time.GetUtcNow();
        _backup = await Client
            .CreateAsync(
                machine.Way!.Tracker ?? machine.Id,
                context.NameFor(machine),
                _claim.Id.Name,
                options,
                cancellationToken
            )
            .ConfigureAwait(false);
        _backup = await Client.WaitAsync(_backup, context.Work.Wait, null, cancellationToken).ConfigureAwait(false);
        var taken = new SnapshotTime(asked, time.GetUtcNow());
        if (_backup.Problem is null && options.Pulls)
            await PullAsync(_backup, cancellationToken).ConfigureAwait(false);

        return Judge(_backup, since, taken);
    }

    /// <summary>
    /// The checkpoint from which the backup is incremental, read anew: it moves with each backup. Where the plan
    /// counted on one and there is none, or the chain is void, the backup is full, and that is said.
    /// </summary>
    private async Task<BackupCheckpoint?> SinceAsync(CancellationToken cancellationToken)
    {
        if (machine.Way!.Tracker is not { } id)
            return null;

        var tracker = await context.Work.Ways.Trackers.FindAsync(id, cancellationToken).ConfigureAwait(false);
        var chain = BackupChain.Of(context.Work.Earlier).FirstOrDefault(chain => chain.Machine == machine.Id);
        if (tracker is not null && chain is not null)
        {
            var next = chain.Next(ChainPoints.Of(tracker, context.Plan.Graph.FindResource(machine.Id)));
            _findings.AddRange(next.Findings);
            if (next.Kind == ChainPointKind.Full && tracker.LatestCheckpoint is not null)
                AddFullInstead("its chain is void; see the findings on it.");
        }

        if (machine.Way.Since is not null && tracker?.LatestCheckpoint is null)
            AddFullInstead($"the tracker {id.Name} has no checkpoint any more.");

        return tracker?.LatestCheckpoint;
    }

    /// <summary>
    /// Lets the product fetch the data. Whatever becomes of that, the backup is removed after it, since it costs
    /// the guest room.
    /// </summary>
    private async Task PullAsync(VirtualMachineBackup backup, CancellationToken cancellationToken)
    {
        try
        {
            await context.Work.Pull!(backup, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            _findings.Add(WayContext.NotDone(machine, "pulled VirtualMachineBackup", e));
        }

        // This ends it: until then KubeVirt keeps the guest's writes in the scratch space.
        await Client.DeleteAsync(backup, cancellationToken).ConfigureAwait(false);
        await _claim.RemoveAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// What the backup is worth by what it says of itself: which claims it copied, whether it was incremental, and how
    /// consistent it is. What it leaves unsaid is unknown.
    /// </summary>
    private WayResult Judge(VirtualMachineBackup backup, BackupCheckpoint? since, SnapshotTime taken)
    {
        if (backup.Problem is { } problem)
            return Failed(problem, backup);
        if (since is not null && backup.IsIncremental == false && !HasFullInstead && !context.Work.Backup.ForcesFull)
            AddFullInstead("KubeVirt could not use the checkpoint.");
        if (backup.Warning is { } warning)
            _findings.Add(new Finding(FindingIds.ActionNotDone, FindingSeverity.Warning, backup.Id, null, warning));

        _findings.AddRange(machine.Volumes.Where(volume => volume.Names.Count == 0).Select(NotCopied));
        var isMissing = _findings.Exists(finding =>
            finding.Id == FindingIds.ActionNotDone && finding.Resource == machine.Id
        );
        var names = backup.Volumes.Select(volume => volume.Name).ToHashSet(StringComparer.Ordinal);
        var times = WayContext.ClaimsOf(machine).Select(claim => TimeOf(claim, names, backup, taken));

        return new WayResult
        {
            Snapshots = [.. times.Select(time => isMissing ? time with { Taken = null } : time)],
            Verdicts = [VerdictOf(backup, backup.Consistency, ReasonOf(backup))],
            Points = isMissing ? [] : [ChainPoints.Of(backup, context.Plan, machine.Id, since, taken.Latest)],
            Findings = _findings,
        };
    }

    private Finding NotCopied(PlannedVolume volume) =>
        new(
            FindingIds.StateNotCopied,
            FindingSeverity.Warning,
            volume.Claim,
            null,
            $"The claim holds persistent state of {machine.Id}, which a VirtualMachineBackup does not copy. Where the machine has "
                + "a persistent TPM or EFI, back the claim up by other means."
        );

    /// <summary>The time of a claim's data; none where the backup does not name its volume.</summary>
    private ClaimTime TimeOf(ResourceId claim, HashSet<string> names, VirtualMachineBackup backup, SnapshotTime taken)
    {
        var volume = machine.Volumes.First(volume => volume.Claim == claim);
        // A claim without a name among the disks is that of the machine's state, which KubeVirt does not copy.
        var isCopied = volume.Names.Any(names.Contains);

        return new ClaimTime(claim, isCopied ? taken : null) { Snapshot = isCopied ? backup.Id : null };
    }

    private static string ReasonOf(VirtualMachineBackup backup) =>
        backup.Consistency switch
        {
            Consistency.FilesystemConsistent => $"KubeVirt froze the guest when {backup.Id} began.",
            Consistency.CrashConsistent => $"KubeVirt did not freeze the guest when {backup.Id} began.",
            _ => $"{backup.Id} does not say whether KubeVirt froze the guest.",
        };

    /// <summary>The verdict on the guest, with what the backup said as its evidence.</summary>
    private FreezeVerdict VerdictOf(VirtualMachineBackup backup, Consistency consistency, string reason) =>
        new(WayContext.GuestOf(machine), consistency, reason, null)
        {
            Claims = WayContext.ClaimsOf(machine),
            Action = new ActionEvidence
            {
                Action = backup.Id,
                States = [.. backup.Conditions.Select(condition => $"{condition}")],
            },
        };

    private bool HasFullInstead => _findings.Exists(finding => finding.Id == FindingIds.FullInstead);

    private void AddFullInstead(string why) =>
        _findings.Add(
            new Finding(
                FindingIds.FullInstead,
                FindingSeverity.Warning,
                machine.Id,
                null,
                $"The backup is full though an incremental one was planned: {why}"
            )
        );

    private WayResult Failed(Finding finding, VirtualMachineBackup? backup = null)
    {
        var guest = WayContext.GuestOf(machine);
        var verdict = backup is null
            ? new FreezeVerdict(guest, Consistency.Unknown, finding.Message, null)
            : VerdictOf(backup, Consistency.Unknown, finding.Message);

        return new WayResult
        {
            Snapshots = [.. WayContext.ClaimsOf(machine).Select(claim => new ClaimTime(claim, null))],
            Verdicts = [verdict],
            Findings = [.. _findings, finding],
        };
    }
}
