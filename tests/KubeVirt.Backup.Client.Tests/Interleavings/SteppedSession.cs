using KubeVirt.Backup.Client.Freeze;
using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Client;

/// <summary>A product that freezes a guest, works, and thaws it, held against the guest's own record.</summary>
internal sealed class SteppedSession(SteppedGuest guest, string name, FreezeOptions options) : IDisposable
{
    private readonly CancellationTokenSource _cancelled = new();
    private FreezeSession? _session;
    private FreezeVerdict? _verdict;
    private bool _wasFrozen;
    private bool _isFrozenAgain;

    /// <summary>It may be cancelled at any time.</summary>
    public SteppedSession OfferCancel()
    {
        guest.Offer($"{name} is cancelled", _cancelled.Cancel);
        return this;
    }

    /// <summary>Its process may be asked to end at any time.</summary>
    public SteppedSession OfferExit()
    {
        guest.Offer($"the process of {name} ends", () => _ = _session?.ReleaseAllAsync("The process ends."));
        return this;
    }

    /// <summary>From the first look to the verdict.</summary>
    public async Task RunAsync()
    {
        try
        {
            await using var session = await FreezeSession
                .StartAsync(guest.FreezerOf(name), [SteppedGuest.Id], options, guest.Time, _cancelled.Token)
                .ConfigureAwait(false);
            _session = session;
            var (from, freezes) = (guest.Time.GetUtcNow(), guest.Model.Record.Freezes);
            await guest.WaitAsync($"{name} has worked").ConfigureAwait(false);
            _wasFrozen = guest.Model.Record.WasFrozen(from, guest.Time.GetUtcNow());
            _verdict = (await session.ThawAsync().ConfigureAwait(false))[0];
            _isFrozenAgain = guest.Model.Record.Freezes > freezes;
        }
        catch (OperationCanceledException)
        {
            // It was cancelled before it could work.
        }
    }

    /// <summary>
    /// What it claims that is not so. That somebody thawed the guest and froze it again shows nowhere: a verdict takes
    /// for granted, and says, that nobody did.
    /// </summary>
    public IEnumerable<string> Refutations() =>
        _verdict?.Consistency == Consistency.FilesystemConsistent && !_wasFrozen && !_isFrozenAgain
            ? [$"{name} claims {_verdict}"]
            : [];

    public void Dispose() => _cancelled.Dispose();
}
