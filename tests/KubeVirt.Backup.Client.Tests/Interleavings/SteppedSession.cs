using KubeVirt.Backup.Client.Freeze;
using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Client;

/// <summary>A product that freezes a guest, works, and thaws it, held against the guest's own record.</summary>
internal sealed class SteppedSession : IDisposable
{
    private readonly SteppedGuest _guest;
    private readonly string _name;
    private readonly FreezeSession _session;
    private readonly CancellationTokenSource _cancelled = new();
    private FreezeVerdict? _verdict;
    private bool _wasFrozen;
    private bool _isFrozenAgain;
    private int? _freezesAtExit;

    public SteppedSession(SteppedGuest guest, string name, FreezeOptions options)
    {
        _guest = guest;
        _name = name;
        var planned = new PlannedGuest(SteppedGuest.Id);
        _session = new FreezeSession(guest.FreezerOf(name), options, guest.Time, [planned]);
    }

    /// <summary>It may be cancelled at any time.</summary>
    public SteppedSession OfferCancel()
    {
        _guest.Offer($"{_name} is cancelled", _cancelled.Cancel);
        return this;
    }

    /// <summary>Its process may be asked to end at any time.</summary>
    public SteppedSession OfferExit()
    {
        _guest.Offer($"the process of {_name} ends", () => _ = EndProcessAsync());
        return this;
    }

    /// <summary>From the first look to the verdict.</summary>
    public async Task RunAsync()
    {
        try
        {
            await _session.BeginAsync(_cancelled.Token).ConfigureAwait(false);
            var (from, freezes) = (_guest.Time.GetUtcNow(), _guest.Model.Record.Freezes);
            await _guest.WaitAsync($"{_name} has worked").ConfigureAwait(false);
            _wasFrozen = _guest.Model.Record.WasFrozen(from, _guest.Time.GetUtcNow());
            _verdict = (await _session.ThawAsync().ConfigureAwait(false))[0];
            _isFrozenAgain = _guest.Model.Record.Freezes > freezes;
        }
        catch (OperationCanceledException)
        {
            // It was cancelled before it could work.
        }
    }

    /// <summary>What it says or does that is not right.</summary>
    public IEnumerable<string> Offences()
    {
        // That somebody thawed the guest and froze it again shows nowhere: a verdict takes for granted, and says, that
        // nobody did.
        if (_verdict?.Consistency == Consistency.FilesystemConsistent && !_wasFrozen && !_isFrozenAgain)
            yield return $"{_name} claims {_verdict}";
        if (_freezesAtExit < _guest.Model.Record.Freezes)
            yield return $"{_name} freezes after its process has thawed what there was, and ended";
    }

    public void Dispose() => _cancelled.Dispose();

    private async Task EndProcessAsync()
    {
        await _session.ReleaseAllAsync("The process ends.").ConfigureAwait(false);
        _freezesAtExit = _guest.Model.Record.Freezes;
    }
}
