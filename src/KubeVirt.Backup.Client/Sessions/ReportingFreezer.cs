using KubeVirt.Backup.Client.Freeze;

namespace KubeVirt.Backup.Client.Sessions;

/// <summary>A way to freeze guests that tells of each guest when its freeze or thaw was answered.</summary>
/// <param name="inner">What freezes.</param>
/// <param name="progress">Who is told.</param>
/// <param name="guests">How many guests there are.</param>
internal sealed class ReportingFreezer(IGuestFreezer inner, IProgress<BackupProgress> progress, int guests)
    : IGuestFreezer
{
    private readonly Count _frozen = new();
    private readonly Count _thawed = new();

    /// <inheritdoc/>
    public ValueTask<GuestStatus?> GetStatusAsync(ResourceId guest, CancellationToken cancellationToken = default) =>
        inner.GetStatusAsync(guest, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<MachineStatus?> GetMachineAsync(
        ResourceId machine,
        CancellationToken cancellationToken = default
    ) => inner.GetMachineAsync(machine, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask FreezeAsync(
        ResourceId guest,
        TimeSpan timeout,
        CancellationToken cancellationToken = default
    )
    {
        await inner.FreezeAsync(guest, timeout, cancellationToken).ConfigureAwait(false);
        Report(BackupStep.Freeze, guest, _frozen);
    }

    /// <inheritdoc/>
    public async ValueTask UnfreezeAsync(ResourceId guest, CancellationToken cancellationToken = default)
    {
        await inner.UnfreezeAsync(guest, cancellationToken).ConfigureAwait(false);
        Report(BackupStep.Thaw, guest, _thawed);
    }

    private void Report(BackupStep step, ResourceId guest, Count done) =>
        progress.Report(
            new BackupProgress
            {
                Step = step,
                Resource = guest,
                Done = done.Add(guest),
                Total = guests,
            }
        );

    /// <summary>Guests, each counted once: one whose freeze or thaw is tried again is the same guest.</summary>
    private sealed class Count
    {
        private readonly HashSet<ResourceId> _seen = [];

        public int Add(ResourceId guest)
        {
            lock (_seen)
            {
                _seen.Add(guest);
                return _seen.Count;
            }
        }
    }
}
