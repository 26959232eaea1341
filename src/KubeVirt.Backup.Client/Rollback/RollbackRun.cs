using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Rollback;

namespace KubeVirt.Backup.Client.Rollback;

/// <summary>
/// Does a rollback step by step. What was done before is known from the cluster and the journal, so that each step
/// can be done again. The machine is stopped and held before anything is touched, changes its state in one write,
/// and is started after that alone.
/// </summary>
internal sealed class RollbackRun(RollbackObjectStore store, RollbackJournal journal, RollbackWork work)
{
    private RollbackPlan Plan => journal.Plan;

    /// <summary>Begins the rollback, or goes on with it.</summary>
    public async Task<RollbackReport> RunAsync(CancellationToken cancellationToken)
    {
        var machine = await store.FindAsync(Plan.Machine, cancellationToken).ConfigureAwait(false);
        if (RollbackState.Refuses(Plan, machine) is { } refusal)
            return Report(RollbackOutcome.Refused, refusal);
        if (RollbackState.IsCompleted(Plan, machine!))
            return Report(RollbackOutcome.Completed);

        try
        {
            await DoAsync(cancellationToken).ConfigureAwait(false);
            return Report(RollbackOutcome.Completed);
        }
        catch (StepFailedException failure)
        {
            return await FailAsync(failure, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// The steps in their order. Up to the switch the machine can go back to what it was; each step finds out for
    /// itself what was done of it before.
    /// </summary>
    private async Task DoAsync(CancellationToken cancellationToken)
    {
        await StepAsync(RollbackStepKind.Hold, HoldAsync, cancellationToken).ConfigureAwait(false);
        await StepAsync(RollbackStepKind.Create, CreateAsync, cancellationToken).ConfigureAwait(false);
        await StepAsync(RollbackStepKind.Mark, MarkAsync, cancellationToken).ConfigureAwait(false);
        await StepAsync(RollbackStepKind.Fill, FillAsync, cancellationToken).ConfigureAwait(false);
        await StepAsync(RollbackStepKind.Verify, CheckClaimsAsync, cancellationToken).ConfigureAwait(false);
        await StepAsync(RollbackStepKind.Switch, SwitchAsync, cancellationToken).ConfigureAwait(false);
        await StepAsync(RollbackStepKind.Verify, VerifyAsync, cancellationToken).ConfigureAwait(false);
        await StepAsync(RollbackStepKind.Start, StartAsync, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Another guest may have been started on a claim since the rollback was planned: what it wrote would be lost,
    /// or mixed with what is filled in.
    /// </summary>
    private async Task EnsureUnusedAsync(IReadOnlyList<RollbackDisk> disks, CancellationToken cancellationToken)
    {
        if (disks.Count == 0)
            return;

        var guest = Plan.Machine.WithKind(Kinds.VirtualMachineInstance);
        var claims = disks.Select(disk => disk.Current).ToHashSet();
        var others = await store.OthersOnAsync(guest, claims, cancellationToken).ConfigureAwait(false);
        if (others.Unread is { } unread)
            throw new RollbackException(Plan.Machine, $"Which guests use its claims could not be read: {unread}");

        var used = others
            .Writers.Where(writer => claims.Contains(writer.Claim))
            .OrderBy(writer => writer.Claim)
            .ToList();
        if (used.Count > 0)
            throw new RollbackException(
                used[0].Claim,
                $"The claim is in use by {used[0].Guest}, which runs. Stop that guest, and let the rollback go on."
            );
    }

    /// <summary>
    /// Stops the machine, writes on it which rollback holds it, and waits until its guest is gone: two writers on
    /// one disk would destroy it.
    /// </summary>
    private async Task HoldAsync(CancellationToken cancellationToken)
    {
        await EnsureUnusedAsync(Plan.Disks, cancellationToken).ConfigureAwait(false);
        await store
            .UpdateAsync(
                Plan.Machine,
                machine =>
                    RollbackState.Refuses(Plan, machine) is { } refusal
                        ? throw new RollbackException(Plan.Machine, refusal.Message)
                        : HeldMachine.Hold(machine, Plan.Id),
                cancellationToken
            )
            .ConfigureAwait(false);

        var guest = Plan.Machine.WithKind(Kinds.VirtualMachineInstance);
        if (!await store.WaitGoneAsync(guest, work.Wait, cancellationToken).ConfigureAwait(false))
            throw new RollbackException(
                guest,
                "The guest has not stopped in time. Stop it, and let the rollback go on."
            );
    }

    /// <summary>Makes the claims and DataVolumes that the archive's data are filled into.</summary>
    private async Task CreateAsync(CancellationToken cancellationToken)
    {
        foreach (var resource in Plan.Created)
            await store.CreateAsync(Plan.Id, resource, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Tells CDI that claims which are filled again are its own and hold their data, so that it does not import
    /// over them.
    /// </summary>
    /// <remarks>Source: CDI pkg/controller/common/util.go, AnnPrePopulated and AnnPopulatedFor.</remarks>
    private async Task MarkAsync(CancellationToken cancellationToken)
    {
        foreach (var disk in Plan.Disks.Where(disk => disk is { Method: RollbackMethod.Refill, HasDataVolume: true }))
        {
            var name = disk.Current.Name;
            await AnnotateAsync(disk.Current.WithKind(Kinds.DataVolume), CdiMarks.PrePopulated, name, cancellationToken)
                .ConfigureAwait(false);
            await AnnotateAsync(disk.Current, CdiMarks.PopulatedFor, name, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Lets the product fill each claim, once for each claim of one uid: the journal knows what was filled, and a
    /// claim that was made anew since then is empty.
    /// </summary>
    private async Task FillAsync(CancellationToken cancellationToken)
    {
        foreach (var disk in Plan.Disks)
        {
            var claim = await store.FindAsync(disk.Filled, cancellationToken).ConfigureAwait(false)
                ?? throw new RollbackException(disk.Filled, "The claim to fill is not there any more.");
            var uid = claim.StringAt("/metadata/uid") ?? "";
            if (journal.IsFilled(disk, uid))
                continue;

            if (disk.Method == RollbackMethod.Refill)
                await EnsureUnusedAsync([disk], cancellationToken).ConfigureAwait(false);
            journal.Begun(disk);
            await work.Fill(disk, cancellationToken).ConfigureAwait(false);
            journal.Filled(disk, uid);
        }
    }

    /// <summary>A claim that was lost or replaced meanwhile holds nothing of what was filled.</summary>
    private async Task CheckClaimsAsync(CancellationToken cancellationToken)
    {
        foreach (var disk in Plan.Disks)
        {
            var claim = await store.FindAsync(disk.Filled, cancellationToken).ConfigureAwait(false)
                ?? throw new RollbackException(disk.Filled, "The claim is not there any more, and its data neither.");
            if (claim.StringAt("/status/phase") == "Lost" || claim.StringAt("/metadata/deletionTimestamp") is not null)
                throw new RollbackException(disk.Filled, "The claim has lost its volume, or is being deleted.");
            if (disk.Method == RollbackMethod.Refill && disk.CurrentUid != claim.StringAt("/metadata/uid"))
                throw new RollbackException(
                    disk.Filled,
                    "The claim is another one than when the rollback was planned."
                );
        }
    }

    /// <summary>Gives the machine its restored definition in one write, and marks what it leaves as kept.</summary>
    private async Task SwitchAsync(CancellationToken cancellationToken)
    {
        await store
            .UpdateAsync(
                Plan.Machine,
                machine => HeldMachine.Switch(RollbackState.EnsureHeld(Plan, machine), Plan.After!),
                cancellationToken
            )
            .ConfigureAwait(false);
        foreach (var disk in Plan.Disks.Where(disk => disk.Method == RollbackMethod.Swap))
            await KeepAsync(disk, Plan.Id, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Marks a claim that is kept, or takes the mark off; one that somebody deleted needs none.</summary>
    private async Task KeepAsync(RollbackDisk disk, string? value, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(disk.Current, cancellationToken).ConfigureAwait(false) is not null)
            await AnnotateAsync(disk.Current, RollbackKeys.Kept, value, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Lets the product look at the machine while it is still stopped: the last moment to go back unseen.
    /// </summary>
    private async Task VerifyAsync(CancellationToken cancellationToken)
    {
        await CheckClaimsAsync(cancellationToken).ConfigureAwait(false);
        await work.Verify(Plan, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes the hold off, and with it gives the machine the run state that it is meant to have.</summary>
    private Task StartAsync(CancellationToken cancellationToken) =>
        store.UpdateAsync(
            Plan.Machine,
            machine => HeldMachine.Release(RollbackState.EnsureHeld(Plan, machine), Plan.Id, null),
            cancellationToken
        );

    /// <summary>Goes back from whatever state the machine is in.</summary>
    public async Task<RollbackReport> UndoAsync(CancellationToken cancellationToken)
    {
        var machine = await store.FindAsync(Plan.Machine, cancellationToken).ConfigureAwait(false);
        if (RollbackState.RefusesUndo(journal, machine) is { } refusal)
            return Report(RollbackOutcome.Refused, refusal);

        try
        {
            await StepAsync(RollbackStepKind.Switch, GoBackAsync, cancellationToken).ConfigureAwait(false);
            return Report(RollbackOutcome.Undone);
        }
        catch (StepFailedException failure)
        {
            return Report(await OutcomeAsync(cancellationToken).ConfigureAwait(false), failure.Finding);
        }
    }

    /// <summary>
    /// Gives the machine its old definition, and then removes what the rollback made. Whatever fails on the way
    /// leaves a machine on its old disks, or one that is held.
    /// </summary>
    private async Task GoBackAsync(CancellationToken cancellationToken)
    {
        await CheckOldClaimsAsync(cancellationToken).ConfigureAwait(false);
        var machine = await store.FindAsync(Plan.Machine, cancellationToken).ConfigureAwait(false);
        if (RollbackState.IsCompleted(Plan, machine!))
            await HoldAsync(cancellationToken).ConfigureAwait(false);

        // In one write, so that it never starts on anything but its old state.
        await store
            .UpdateAsync(Plan.Machine, now => HeldMachine.Release(now, null, Plan.Before), cancellationToken)
            .ConfigureAwait(false);
        await store
            .UpdateAsync(
                Plan.Machine,
                now => HeldMachine.DoneOf(now) == Plan.Id ? HeldMachine.Annotate(now, RollbackKeys.Done, null) : null,
                cancellationToken
            )
            .ConfigureAwait(false);
        foreach (var disk in Plan.Disks.Where(disk => disk.Method == RollbackMethod.Swap))
            await KeepAsync(disk, null, cancellationToken).ConfigureAwait(false);
        // A DataVolume before its claim, which goes with it.
        foreach (var resource in Plan.Created.Reverse())
            await store.DeleteCreatedAsync(Plan.Id, resource.Id, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>There is no way back to a claim that somebody removed or replaced.</summary>
    private async Task CheckOldClaimsAsync(CancellationToken cancellationToken)
    {
        foreach (var disk in Plan.Disks)
        {
            var claim = await store.FindAsync(disk.Current, cancellationToken).ConfigureAwait(false);
            if (claim is null || claim.StringAt("/metadata/uid") != disk.CurrentUid)
                throw new RollbackException(
                    disk.Current,
                    "The old claim is not there any more, so that there is no way back."
                );
        }
    }

    /// <summary>
    /// Goes back by itself where that was asked for and the old data are whole: after the first byte written over
    /// an old claim only a person can tell what is the lesser evil.
    /// </summary>
    private async Task<RollbackReport> FailAsync(StepFailedException failure, CancellationToken cancellationToken)
    {
        if (!work.UndoesFailures || journal.HasOverwritten)
            return Report(await OutcomeAsync(cancellationToken).ConfigureAwait(false), failure.Finding);

        var undone = await UndoAsync(cancellationToken).ConfigureAwait(false);

        return undone with
        {
            Findings = [failure.Finding, .. undone.Findings],
        };
    }

    /// <summary>In which state a machine is after a step that failed: read, not guessed.</summary>
    private async Task<RollbackOutcome> OutcomeAsync(CancellationToken cancellationToken)
    {
        try
        {
            var machine = await store.FindAsync(Plan.Machine, cancellationToken).ConfigureAwait(false);
            if (machine is null)
                return RollbackOutcome.Unknown;
            if (HeldMachine.HolderOf(machine) is not null)
                return RollbackOutcome.Held;

            return RollbackState.IsCompleted(Plan, machine) ? RollbackOutcome.Completed : RollbackOutcome.Undone;
        }
        catch (ClusterException)
        {
            return RollbackOutcome.Unknown;
        }
    }

    private Task AnnotateAsync(ResourceId id, string key, string? value, CancellationToken cancellationToken) =>
        store.UpdateAsync(id, found => HeldMachine.Annotate(found, key, value), cancellationToken);

    /// <summary>Does a step, and turns what goes wrong in it into a finding.</summary>
    private async Task StepAsync(
        RollbackStepKind kind,
        Func<CancellationToken, Task> step,
        CancellationToken cancellationToken
    )
    {
        work.Progress?.Report(kind);
        try
        {
            await step(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException && RollbackState.IsFailure(e, kind))
        {
            throw new StepFailedException(RollbackState.ToFinding(Plan, kind, e), e);
        }
    }

    private RollbackReport Report(RollbackOutcome outcome, params Finding[] findings) =>
        new(Plan.Machine, outcome, findings);

    private sealed class StepFailedException(Finding finding, Exception inner) : Exception(finding.Message, inner)
    {
        public Finding Finding { get; } = finding;
    }
}
