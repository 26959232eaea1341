using System.Runtime.InteropServices;
using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Client.Freeze;

/// <summary>
/// Freezes guests, holds them for the work in between, thaws them in any case, and says what the work is worth. It
/// claims consistency only for what it can prove.
/// </summary>
/// <remarks>
/// A server thaws by itself after its timeout and then still answers an unfreeze with success, so elapsed time, the
/// guest's identity and its polled status are what counts. A freeze that failed may have taken place all the same, even
/// later, so it is followed by thaws as well. Each freeze and each thaw is an activity of the source
/// <c>KubeVirt.Backup</c>, and the verdicts are counted by the meter of that name.
/// </remarks>
public sealed class FreezeSession : IAsyncDisposable
{
    private static readonly TimeSpan ExitLimit = TimeSpan.FromSeconds(20);
    private static readonly PosixSignal[] Signals =
    [
        PosixSignal.SIGTERM,
        PosixSignal.SIGINT,
        PosixSignal.SIGHUP,
        PosixSignal.SIGQUIT,
    ];
    private readonly Lock _lock = new();
    private readonly FreezeOptions _options;
    private readonly TimeProvider _time;
    private readonly List<GuestHold> _holds;
    private readonly CancellationTokenSource _exit = new();
    private readonly PosixSignalRegistration[] _signals = [];
    private Task<IReadOnlyList<FreezeVerdict>>? _verdicts;

    private FreezeSession(
        IGuestFreezer freezer,
        FreezeOptions options,
        TimeProvider time,
        IEnumerable<ResourceId> guests
    )
    {
        _options = options;
        _time = time;
        _holds = [.. guests.Distinct().Order().Select(guest => new GuestHold(guest, freezer, options, time))];
        if (!options.ThawOnExit)
            return;
        AppDomain.CurrentDomain.ProcessExit += OnExit;
        AppDomain.CurrentDomain.UnhandledException += OnExit;
        // A signal that nobody handles ends the process without ProcessExit.
        _signals =
        [
            .. Signals.Select(signal => PosixSignalRegistration.Create(signal, _ => OnExit(null, EventArgs.Empty))),
        ];
    }

    /// <summary>
    /// How much time is left for the work, until the first freeze that can be vouched for ends by itself, or is too old
    /// to be confirmed where that is wanted; zero after it, and <see langword="null"/> where there is none.
    /// </summary>
    public TimeSpan? Remaining => _holds.Select(hold => hold.Remaining).Min();

    /// <summary>How far apart the guests were frozen. Snapshots of several are of one moment up to this.</summary>
    public TimeSpan Skew =>
        _holds.Select(hold => hold.Confirmed).OfType<long>().ToList() is { Count: > 0 } times
            ? _time.GetElapsedTime(times.Min(), times.Max())
            : TimeSpan.Zero;

    /// <summary>
    /// Looks at all guests, waits for those that options say to wait for, and freezes all at once. Those that cannot be
    /// frozen do not fail the session: their verdict says so.
    /// </summary>
    /// <param name="freezer">How to freeze.</param>
    /// <param name="guests">VirtualMachineInstances.</param>
    /// <param name="options">
    /// Timeouts, and what to do with guests that are not ready. Default: those of <see cref="FreezeOptions"/>.
    /// </param>
    /// <param name="time">The clock. Default: the system's.</param>
    /// <param name="cancellationToken">Gives up; what was or may be frozen is thawed before this throws.</param>
    /// <exception cref="GuestsNotReadyException">
    /// A guest cannot be frozen or looked at, or its freeze failed, and the options make that a failure. Those that
    /// were frozen are thawed.
    /// </exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static async Task<FreezeSession> StartAsync(
        IGuestFreezer freezer,
        IEnumerable<ResourceId> guests,
        FreezeOptions? options = null,
        TimeProvider? time = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(freezer);
        var session = new FreezeSession(freezer, options ?? new FreezeOptions(), time ?? TimeProvider.System, guests);
        try
        {
            await session.LookAsync(cancellationToken).ConfigureAwait(false);
            await Task.WhenAll(session._holds.Select(hold => hold.FreezeAsync(cancellationToken)))
                .ConfigureAwait(false);
            session.RefuseWhereAsked();
            return session;
        }
        catch
        {
            await session.ThawAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>
    /// Thaws all guests and says what the session was worth. The work must be done by now. Called again, it gives the
    /// same verdicts.
    /// </summary>
    /// <returns>One verdict for each guest, ordered by id.</returns>
    public Task<IReadOnlyList<FreezeVerdict>> ThawAsync() => ThawAsync(isEarly: false);

    private Task<IReadOnlyList<FreezeVerdict>> ThawAsync(bool isEarly)
    {
        lock (_lock)
            return _verdicts ??= EndAsync(isEarly);
    }

    /// <summary>Thaws what is still frozen.</summary>
    public async ValueTask DisposeAsync() => await ThawAsync().ConfigureAwait(false);

    private async Task<IReadOnlyList<FreezeVerdict>> EndAsync(bool isEarly)
    {
        var (end, to) = (_time.GetTimestamp(), _time.GetUtcNow());
        try
        {
            var verdicts = await Task.WhenAll(_holds.Select(hold => hold.EndAsync(end, to, _exit.Token)))
                .ConfigureAwait(false);
            verdicts = isEarly ? Array.ConvertAll(verdicts, Early) : verdicts;
            foreach (var verdict in verdicts)
                Telemetry.CountVerdict(verdict.Consistency.ToString());
            return verdicts;
        }
        finally
        {
            AppDomain.CurrentDomain.ProcessExit -= OnExit;
            AppDomain.CurrentDomain.UnhandledException -= OnExit;
            foreach (var signal in _signals)
                signal.Dispose();
        }
    }

    /// <summary>
    /// Looks until no guest is worth waiting for, so that the last look at all of them is right before the freeze. A
    /// look that the limit cuts off leaves what the one before told.
    /// </summary>
    private async Task LookAsync(CancellationToken cancellationToken)
    {
        await LookOnceAsync(cancellationToken).ConfigureAwait(false);
        using var limit = new CancellationTokenSource(_options.WaitLimit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            while (!limit.IsCancellationRequested && _holds.Exists(hold => ActionOf(hold) == GuestAction.Wait))
            {
                await Task.Delay(_options.ThawDelay, _time, either.Token).ConfigureAwait(false);
                await LookOnceAsync(either.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The wait is over.
        }

        RefuseWhereAsked();
    }

    private void RefuseWhereAsked()
    {
        if (_holds.FindAll(hold => ActionOf(hold) == GuestAction.Fail) is { Count: > 0 } failed)
            throw new GuestsNotReadyException(failed);
    }

    private Task LookOnceAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(_holds.Select(hold => hold.LookAsync(cancellationToken)));

    private GuestAction ActionOf(GuestHold hold) =>
        hold.State == GuestState.Ready ? GuestAction.Skip : _options.Actions.GetValueOrDefault(hold.State);

    private void OnExit(object? sender, EventArgs e)
    {
        // A thaw that is under way waits for nothing any more.
        _exit.Cancel();
        ThawAsync(isEarly: true).Wait(ExitLimit);
    }

    /// <summary>
    /// The work may go on where a host ends in good order, and what comes after the thaw is not covered.
    /// </summary>
    private static FreezeVerdict Early(FreezeVerdict verdict) =>
        verdict.Consistency == Consistency.FilesystemConsistent
            ? verdict with
            {
                Consistency = Consistency.CrashConsistent,
                Reason = "The process was told to end before the work was done, so the guest was thawed early.",
            }
            : verdict;
}
