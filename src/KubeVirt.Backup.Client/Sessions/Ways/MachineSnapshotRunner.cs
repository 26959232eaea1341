using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Client.Freeze;
using KubeVirt.Backup.Client.Snapshots;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Client.Sessions;

/// <summary>KubeVirt's own snapshot of one machine.</summary>
internal sealed class MachineSnapshotRunner(WayContext context, PlannedMachine machine, TimeProvider time) : WayRunner
{
    private VirtualMachineSnapshot? _snapshot;

    private VirtualMachineSnapshots Client => context.Work.Ways.Machines;

    /// <inheritdoc/>
    public override async Task<WayResult> FinishAsync(CancellationToken cancellationToken)
    {
        try
        {
            // Before the request: KubeVirt cannot have taken it earlier.
            var asked = time.GetUtcNow();
            _snapshot = await Client
                .CreateAsync(machine.Id, context.NameFor(machine), null, cancellationToken)
                .ConfigureAwait(false);
            _snapshot = await Client
                .WaitAsync(_snapshot, SnapshotMoment.Ready, context.Work.Wait, null, cancellationToken)
                .ConfigureAwait(false);
            var volumes = await VolumesOf(_snapshot, cancellationToken).ConfigureAwait(false);

            return Judge(_snapshot, volumes, new SnapshotTime(asked, time.GetUtcNow()));
        }
        catch (ClusterException e)
        {
            return Failed(WayContext.NotDone(machine, "VirtualMachineSnapshot", e));
        }
    }

    /// <inheritdoc/>
    public override async Task<IReadOnlyList<Finding>> UndoAsync(CancellationToken cancellationToken)
    {
        if (_snapshot is null)
            return [];

        try
        {
            await Client.DeleteAsync(_snapshot, cancellationToken).ConfigureAwait(false);
            return [];
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            return [WayContext.Left(_snapshot.Id, e)];
        }
    }

    /// <summary>The VolumeSnapshots that the content names, by claim.</summary>
    /// <remarks>
    /// Source: KubeVirt staging/src/kubevirt.io/api/snapshot/v1beta1/types.go, VirtualMachineSnapshotContentSpec.
    /// </remarks>
    private async Task<IReadOnlyDictionary<ResourceId, ResourceId>> VolumesOf(
        VirtualMachineSnapshot snapshot,
        CancellationToken cancellationToken
    )
    {
        var volumes = new Dictionary<ResourceId, ResourceId>();
        if (snapshot.Content is not { } id)
            return volumes;

        var content = await context.Work.Ways.Objects.FindAsync(id, cancellationToken).ConfigureAwait(false);
        foreach (var (claim, volume) in content is null ? [] : SnapshotContent.VolumesIn(content))
            volumes[claim] = volume;

        return volumes;
    }

    /// <summary>
    /// Which claims have a snapshot, by what its content names: KubeVirt leaves out, and is ready without, what its
    /// storage cannot take.
    /// </summary>
    private WayResult Judge(
        VirtualMachineSnapshot snapshot,
        IReadOnlyDictionary<ResourceId, ResourceId> volumes,
        SnapshotTime taken
    )
    {
        var isTaken = snapshot is { Problem: null, CreationTime: not null };
        var claims = WayContext.ClaimsOf(machine);
        var times = claims.Select(claim =>
            isTaken && volumes.TryGetValue(claim, out var volume)
                ? new ClaimTime(claim, taken) { Snapshot = volume }
                : new ClaimTime(claim, null)
        );

        return new WayResult
        {
            Snapshots = [.. times],
            Verdicts = [VerdictOf(snapshot, isTaken ? snapshot.Consistency : Consistency.Unknown)],
            Findings = [.. FindingsOf(snapshot, claims.Where(claim => isTaken && !volumes.ContainsKey(claim)))],
        };
    }

    /// <summary>The verdict by the indications of the snapshot, which are KubeVirt's own word on the freeze.</summary>
    private FreezeVerdict VerdictOf(VirtualMachineSnapshot snapshot, Consistency consistency)
    {
        var states = snapshot.Indications.Count == 0 ? "no indications" : string.Join(", ", snapshot.Indications);
        var reason = snapshot.Problem?.Message ?? $"KubeVirt took {snapshot.Id}, with {states}.";

        return new FreezeVerdict(WayContext.GuestOf(machine), consistency, reason, null)
        {
            Claims = WayContext.ClaimsOf(machine),
            Action = new ActionEvidence
            {
                Action = snapshot.Id,
                Content = snapshot.Content,
                Phase = snapshot.Phase,
                States = snapshot.Indications,
                CreationTime = snapshot.CreationTime,
            },
        };
    }

    private static IEnumerable<Finding> FindingsOf(VirtualMachineSnapshot snapshot, IEnumerable<ResourceId> absent)
    {
        if (snapshot.Problem is { } problem)
            yield return problem;
        foreach (var claim in absent)
        {
            yield return new Finding(
                FindingIds.SnapshotNotMade,
                FindingSeverity.Error,
                claim,
                null,
                $"{snapshot.Id} has no snapshot of the claim, though it is ready: a restore of it would lack the data. Give its "
                    + "storage a VolumeSnapshotClass, or leave the disk out."
            );
        }
    }

    private WayResult Failed(Finding finding) =>
        new()
        {
            Snapshots = [.. WayContext.ClaimsOf(machine).Select(claim => new ClaimTime(claim, null))],
            Verdicts = [new FreezeVerdict(WayContext.GuestOf(machine), Consistency.Unknown, finding.Message, null)],
            Findings = [finding],
        };
}
