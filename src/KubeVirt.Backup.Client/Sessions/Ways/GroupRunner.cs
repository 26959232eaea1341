using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Client.Freeze;
using KubeVirt.Backup.Client.Snapshots;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Client.Sessions;

/// <summary>A group snapshot of the claims of one machine.</summary>
internal sealed class GroupRunner(WayContext context, PlannedMachine machine) : WayRunner
{
    private readonly GroupLabels _labels = new(context.Work.Ways.Objects, $"kubevirt-backup/group-{Guid.NewGuid():N}");
    private readonly IReadOnlyList<ResourceId> _claims = WayContext.ClaimsOf(machine);
    private VolumeGroupSnapshot? _group;
    private Finding? _refused;

    private VolumeGroupSnapshots Client => context.Work.Ways.Groups;

    /// <inheritdoc/>
    public override async Task PrepareAsync(CancellationToken cancellationToken)
    {
        // Asked now, so that no time is lost for it while guests are frozen.
        await context.Work.Ways.Objects.LoadAsync(Kinds.VolumeGroupSnapshot, cancellationToken).ConfigureAwait(false);
        await _labels.SetAsync(_claims, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override async Task<IReadOnlyList<ClaimTime>> TakeAsync(
        SnapshotWork work,
        CancellationToken cancellationToken
    )
    {
        try
        {
            _group = await Client
                .CreateAsync(
                    machine.Id.Namespace!,
                    context.NameFor(machine),
                    _labels.Selector,
                    machine.Way!.SnapshotClass,
                    null,
                    cancellationToken
                )
                .ConfigureAwait(false);
        }
        catch (ClusterException e)
        {
            _refused = WayContext.NotDone(machine, "group snapshot", e);
            return TimesOf(null, []);
        }

        var taken = await Client
            .WaitAsync(_group, SnapshotMoment.Taken, context.While(work), null, cancellationToken)
            .ConfigureAwait(false);
        // The problem of one that is too late for the freeze is none yet.
        _group = taken.Taken is null ? _group : taken;

        return TimesOf(taken.Taken, []);
    }

    /// <inheritdoc/>
    public override async Task<WayResult> FinishAsync(CancellationToken cancellationToken)
    {
        var result = await FinishGroupAsync(cancellationToken).ConfigureAwait(false);
        var left = await _labels.RemoveAsync(cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();

        return result with
        {
            Findings = [.. result.Findings, .. left],
        };
    }

    /// <inheritdoc/>
    public override async Task<IReadOnlyList<Finding>> UndoAsync(CancellationToken cancellationToken)
    {
        var left = await _labels.RemoveAsync(cancellationToken).ConfigureAwait(false);
        if (_group is null)
            return left;

        try
        {
            await Client.DeleteAsync(_group, cancellationToken).ConfigureAwait(false);
            return left;
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            return [.. left, WayContext.Left(_group.Id, e)];
        }
    }

    /// <summary>
    /// Waits until the group is ready, and compares its members: a selector may have caught other claims, or none,
    /// when the driver looked.
    /// </summary>
    private async Task<WayResult> FinishGroupAsync(CancellationToken cancellationToken)
    {
        if (_group is null)
            return Failed(_refused!);

        _group = await Client
            .WaitAsync(_group, SnapshotMoment.Ready, context.Work.Wait, null, cancellationToken)
            .ConfigureAwait(false);
        if (_group.Problem is { } problem)
            return Failed(problem);

        try
        {
            var members = await Client.ListMembersAsync(_group, cancellationToken).ConfigureAwait(false);
            return Compare(_group, members);
        }
        catch (IOException e)
        {
            return Failed(Differs($"which claims are in it could not be read: {e.Message}"));
        }
    }

    /// <summary>The members with the claims that were meant.</summary>
    private WayResult Compare(VolumeGroupSnapshot group, IReadOnlyList<ClaimSnapshot> members)
    {
        var found = members.Select(member => member.Claim).ToList();
        var missing = _claims.Except(found).ToList();
        var foreign = found.Except(_claims).ToList();
        var result = new WayResult
        {
            Snapshots = TimesOf(group.Taken, members),
            Evidence = [(WayContext.GuestOf(machine), EvidenceOf(group))],
        };
        if (missing.Count == 0 && foreign.Count == 0)
            return result;

        string[] parts =
        [
            .. missing.Select(claim => $"{claim} is not in it."),
            .. foreign.Select(claim => $"{claim} is in it and was not meant."),
        ];
        var finding = Differs(string.Join(' ', parts));

        return result with
        {
            Findings = [finding],
            Doubts = [(WayContext.GuestOf(machine), finding.Message)],
        };
    }

    /// <summary>What the group said of itself, for whoever doubts the verdict later.</summary>
    private static ActionEvidence EvidenceOf(VolumeGroupSnapshot group) =>
        new()
        {
            Action = group.Id,
            States = group.IsReady ? ["readyToUse"] : [],
            CreationTime = group.CreationTime,
        };

    private WayResult Failed(Finding finding) =>
        new()
        {
            Snapshots = TimesOf(null, []),
            Findings = [finding],
            Doubts = [(WayContext.GuestOf(machine), finding.Message)],
        };

    /// <summary>A group that is not what was meant: its data are of different moments, or of somebody else.</summary>
    private Finding Differs(string why) =>
        new(
            FindingIds.GroupMembersDiffer,
            FindingSeverity.Error,
            machine.Id,
            null,
            $"The group snapshot {context.NameFor(machine)} is not of the claims that were meant: {why} Do not restore from it."
        );

    /// <summary>
    /// The time of each claim. Before the members are known, those that were meant are taken to be in the group.
    /// </summary>
    private List<ClaimTime> TimesOf(SnapshotTime? taken, IReadOnlyList<ClaimSnapshot> members) =>
        [
            .. _claims.Select(claim =>
            {
                var member = members.FirstOrDefault(member => member.Claim == claim);
                var isThere = members.Count == 0 || member is not null;

                return new ClaimTime(claim, isThere ? taken : null) { Snapshot = member?.Snapshot };
            }),
        ];
}
