using KubeVirt.Backup.Planning;
namespace KubeVirt.Backup.Client.Freeze;

/// <summary>
/// Freezes guests, holds them for the work in between, thaws them in any case, and says what the work is worth. It claims consistency only for what it can prove.
/// </summary>
/// <remarks>
/// A server thaws by itself after its timeout and then still answers an unfreeze with success, so elapsed time and the guest's UID are what counts. A freeze that failed
/// may have taken place all the same, so it is followed by a thaw as well.
/// </remarks>
public sealed class FreezeSession : IAsyncDisposable
{
    private readonly IGuestFreezer _freezer;
    private readonly FreezeOptions _options;
    private readonly TimeProvider _time;
    private readonly List<GuestHold> _holds;
    private IReadOnlyList<FreezeVerdict>? _verdicts;

    private FreezeSession(IGuestFreezer freezer, FreezeOptions options, TimeProvider time, IEnumerable<ResourceId> guests)
    {
        _freezer = freezer;
        _options = options;
        _time = time;
        _holds = [.. guests.Distinct().Order().Select(guest => new GuestHold(guest))];
    }

    /// <summary>Freezes all guests at once. Those that cannot be frozen do not fail the session: their verdict says so.</summary>
    /// <param name="freezer">How to freeze.</param>
    /// <param name="guests">VirtualMachineInstances.</param>
    /// <param name="options">Timeouts. Default: those of <see cref="FreezeOptions"/>.</param>
    /// <param name="time">The clock. Default: the system's.</param>
    /// <param name="cancellationToken">Gives up; what was frozen is thawed before this throws.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static async Task<FreezeSession> StartAsync(
        IGuestFreezer freezer, IEnumerable<ResourceId> guests, FreezeOptions? options = null, TimeProvider? time = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(freezer);
        var session = new FreezeSession(freezer, options ?? new FreezeOptions(), time ?? TimeProvider.System, guests);
        try
        {
            await Task.WhenAll(session._holds.Select(hold => session.FreezeAsync(hold, cancellationToken))).ConfigureAwait(false);
            return session;
        }
        catch
        {
            await session.ThawAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Thaws all guests and says what the session was worth. Called again, it gives the same verdicts.</summary>
    /// <returns>One verdict for each guest, ordered by id.</returns>
    public async Task<IReadOnlyList<FreezeVerdict>> ThawAsync() =>
        _verdicts ??= await Task.WhenAll(_holds.Select(ThawAsync)).ConfigureAwait(false);

    /// <summary>Thaws what is still frozen.</summary>
    public async ValueTask DisposeAsync() => await ThawAsync().ConfigureAwait(false);

    private async Task FreezeAsync(GuestHold hold, CancellationToken cancellationToken)
    {
        try
        {
            var before = await _freezer.GetStatusAsync(hold.Guest, cancellationToken).ConfigureAwait(false);
            hold.Verdict = Classify(hold.Guest, before);
            if (hold.Verdict is not null)
                return;
            hold.Uid = before!.Uid;
            hold.Started = _time.GetTimestamp();
            await _freezer.FreezeAsync(hold.Guest, _options.Timeout, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            hold.Verdict = new FreezeVerdict(hold.Guest, Consistency.CrashConsistent, $"The freeze failed: {e.Message}", null);
        }
    }

    /// <summary>The verdict on a guest that is not to be frozen; <see langword="null"/> for one that is.</summary>
    private static FreezeVerdict? Classify(ResourceId guest, GuestStatus? status) => status switch
    {
        null or { IsRunning: false } => new(guest, Consistency.Offline, "The guest does not run.", null),
        { IsPaused: true } => new(guest, Consistency.CrashConsistent, "The guest is paused and cannot be frozen.", null),
        { HasAgent: false } => new(guest, Consistency.CrashConsistent, "No guest agent is connected.", null),
        { IsMigrating: true } => new(guest, Consistency.CrashConsistent, "The guest is being migrated and cannot be frozen.", null),
        { IsFrozen: true } => new(guest, Consistency.CrashConsistent, "The guest is frozen by somebody else, who may thaw it at any time.", null),
        _ => null,
    };

    private async Task<FreezeVerdict> ThawAsync(GuestHold hold)
    {
        // Without a freeze request there is nothing to thaw; after one, even a failed one, there may be.
        if (hold.Started is not { } started)
            return hold.Verdict ?? new FreezeVerdict(hold.Guest, Consistency.CrashConsistent, "The session was given up before the guest was frozen.", null);
        var held = _time.GetElapsedTime(started);
        var now = await UidAsync(hold.Guest).ConfigureAwait(false);
        var failure = await UnfreezeAsync(hold.Guest).ConfigureAwait(false);
        var verdict = hold.Verdict ?? Judge(hold, held, now);
        return failure is null ? verdict : verdict with { Reason = $"{verdict.Reason} The thaw failed ({failure}); the server thaws it {_options.Timeout} after the freeze." };
    }

    private FreezeVerdict Judge(GuestHold hold, TimeSpan held, string? uid)
    {
        if (uid != hold.Uid)
            return new(hold.Guest, Consistency.Unknown, "The guest was stopped or replaced meanwhile.", held);
        return held < _options.Timeout
            ? new(hold.Guest, Consistency.FilesystemConsistent, FormattableString.Invariant($"Frozen for {held.TotalSeconds:0.000} s of at most {_options.Timeout.TotalSeconds:0} s."), held)
            : new(hold.Guest, Consistency.CrashConsistent, FormattableString.Invariant($"The server thawed the guest by itself after {_options.Timeout.TotalSeconds:0} s, before the work was done."), held);
    }

    private async Task<string?> UidAsync(ResourceId guest)
    {
        try
        {
            return (await _freezer.GetStatusAsync(guest).ConfigureAwait(false))?.Uid;
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Tries to thaw until it works; never gives up for a cancelled token, since a guest would stay frozen.</summary>
    private async Task<string?> UnfreezeAsync(ResourceId guest)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await _freezer.UnfreezeAsync(guest).ConfigureAwait(false);
                return null;
            }
            catch (IOException) when (attempt < _options.ThawAttempts)
            {
                await Task.Delay(_options.ThawDelay, _time).ConfigureAwait(false);
            }
            catch (IOException e)
            {
                return e.Message;
            }
        }
    }

    private sealed class GuestHold(ResourceId guest)
    {
        public ResourceId Guest => guest;

        public string? Uid { get; set; }

        public long? Started { get; set; }

        public FreezeVerdict? Verdict { get; set; }
    }
}
