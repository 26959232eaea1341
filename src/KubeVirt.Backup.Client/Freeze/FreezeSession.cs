using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Client.Freeze;

/// <summary>
/// Freezes guests, holds them for the work in between, thaws them in any case, and reports what the work is worth. It
/// claims consistency only for what it can prove.
/// </summary>
/// <remarks>
/// A server thaws by itself after its timeout and then still answers an unfreeze with success, so elapsed time, the
/// guest's identity and its polled status are what counts. A freeze that failed may have taken place all the same, even
/// later, so it is followed by thaws as well. Each freeze and each thaw is an activity of the source
/// <c>KubeVirt.Backup</c>, and the verdicts are counted by the meter of that name.
/// </remarks>
/// <example>
/// <code language="csharp">
/// var freezer = new KubernetesGuestFreezer(client);
/// await using var session = await FreezeSession.StartPlannedAsync(
///     freezer,
///     PlannedGuest.Of(plan),
///     cancellationToken: cancellationToken
/// );
/// // Snapshots are taken here, within session.Remaining.
/// foreach (var verdict in await session.ThawAsync())
///     Console.WriteLine(verdict);
/// </code>
/// </example>
public sealed class FreezeSession : IAsyncDisposable
{
    /// <summary>How long the end of the process waits for the thaw.</summary>
    private static readonly TimeSpan ExitLimit = TimeSpan.FromSeconds(20);

    private readonly Lock _lock = new();
    private readonly FreezeOptions _options;
    private readonly TimeProvider _time;
    private readonly List<GuestHold> _holds;
    private readonly ProcessEnd? _processEnd;
    private Task<IReadOnlyList<FreezeVerdict>>? _verdicts;
    private volatile bool _isThawedEarly;

    internal FreezeSession(
        IGuestFreezer freezer,
        FreezeOptions options,
        TimeProvider time,
        IEnumerable<PlannedGuest> guests
    )
    {
        _options = options;
        _time = time;
        _holds =
        [
            .. guests
                .DistinctBy(guest => guest.Guest)
                .OrderBy(guest => guest.Guest)
                .Select(guest => new GuestHold(guest, freezer, options, time)),
        ];
        _processEnd = options.ThawOnExit ? new ProcessEnd(ThawBeforeExit) : null;
    }

    /// <summary>
    /// How much time is left for the work, until the first freeze that can be vouched for ends by itself, or is too old
    /// to be confirmed where that is wanted; zero after it, and <see langword="null"/> where there is none.
    /// </summary>
    public TimeSpan? Remaining => _isThawedEarly ? TimeSpan.Zero : _holds.Select(hold => hold.Remaining).Min();

    /// <summary>
    /// How far apart the guests were frozen. Snapshots of several are of one moment up to this. Zero where none, or
    /// one, was frozen.
    /// </summary>
    public TimeSpan Skew
    {
        get
        {
            var times = _holds.Select(hold => hold.Confirmed).OfType<Moment>().ToList();
            return times.Count == 0
                ? TimeSpan.Zero
                : _time.Longest(times.MinBy(time => time.Timestamp), times.MaxBy(time => time.Timestamp));
        }
    }

    /// <summary>
    /// Reads the status of all guests, waits for those that options say to wait for, and freezes all at once. Those
    /// that cannot be frozen do not fail the session: their verdict says so. Nothing is known of a plan: whether these
    /// are the instances and volumes that one was made for is not compared.
    /// </summary>
    /// <param name="freezer">How guests are frozen.</param>
    /// <param name="guests">VirtualMachineInstances; one that is named twice is frozen once.</param>
    /// <param name="options">
    /// Timeouts, and what to do with guests that are not ready. Default: <see cref="FreezeOptions"/> with its own
    /// defaults.
    /// </param>
    /// <param name="time">The clock. Default: the system's.</param>
    /// <param name="cancellationToken">Gives up; what was or may be frozen is thawed before this throws.</param>
    /// <returns>The session, which thaws when it is disposed of.</returns>
    /// <exception cref="ArgumentException">An id is not that of a VirtualMachineInstance.</exception>
    /// <exception cref="GuestsNotReadyException">
    /// A guest cannot be frozen or read, or its freeze failed, and the options make that a failure. Those that were
    /// frozen are thawed.
    /// </exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static Task<FreezeSession> StartAsync(
        IGuestFreezer freezer,
        IEnumerable<ResourceId> guests,
        FreezeOptions? options = null,
        TimeProvider? time = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(guests);
        var known = guests.Select(guest => new PlannedGuest(guest));
        return StartPlannedAsync(freezer, known, options, time, cancellationToken);
    }

    /// <summary>
    /// Starts a session on guests of a plan: one that is another instance than was planned for, or has other volumes,
    /// is frozen like the others and vouched for no more than that allows.
    /// </summary>
    /// <param name="freezer">How guests are frozen.</param>
    /// <param name="guests">
    /// The guests, such as <see cref="PlannedGuest.Of(BackupPlan)"/>; one that is named twice is frozen once, as the
    /// first says.
    /// </param>
    /// <param name="options">Timeouts, and what to do with guests that are not ready.</param>
    /// <param name="time">The clock. Default: the system's.</param>
    /// <param name="cancellationToken">Gives up; what was or may be frozen is thawed before this throws.</param>
    /// <inheritdoc
    ///     cref="StartAsync(IGuestFreezer, IEnumerable{ResourceId}, FreezeOptions, TimeProvider, CancellationToken)"
    ///     path="/returns|/exception"
    /// />
    public static async Task<FreezeSession> StartPlannedAsync(
        IGuestFreezer freezer,
        IEnumerable<PlannedGuest> guests,
        FreezeOptions? options = null,
        TimeProvider? time = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(freezer);
        ArgumentNullException.ThrowIfNull(guests);
        List<PlannedGuest> known = [.. guests];
        ThrowIfNoGuest(known);
        var session = new FreezeSession(freezer, options ?? new FreezeOptions(), time ?? TimeProvider.System, known);
        await session.BeginAsync(cancellationToken).ConfigureAwait(false);
        return session;
    }

    /// <summary>
    /// Thaws all guests and returns what the session was worth. The work must be done by now. Called again, it returns
    /// the same verdicts.
    /// </summary>
    /// <returns>One verdict for each guest, ordered by id.</returns>
    public Task<IReadOnlyList<FreezeVerdict>> ThawAsync()
    {
        lock (_lock)
            return _verdicts ??= EndAsync();
    }

    /// <summary>
    /// Thaws what is still frozen. Does not throw for a thaw that fails. A session that <see cref="ThawAsync"/> has not
    /// ended is given up: guests are thawed at once, without a look at them, and nothing is claimed.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        Task<IReadOnlyList<FreezeVerdict>> end;
        lock (_lock)
            end = _verdicts ??= GiveUpAsync();
        await end.ConfigureAwait(false);
    }

    /// <summary>Freezes the guests once they are ready, or thaws what was frozen and throws.</summary>
    internal async Task BeginAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ReadUntilReadyAsync(cancellationToken).ConfigureAwait(false);
            await Task.WhenAll(_holds.Select(hold => hold.FreezeAsync(cancellationToken))).ConfigureAwait(false);
            ThrowIfRefused();
        }
        catch
        {
            await DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private Task<IReadOnlyList<FreezeVerdict>> EndAsync()
    {
        var end = Moment.Now(_time);
        return FinishAsync(hold => hold.EndAsync(end));
    }

    private Task<IReadOnlyList<FreezeVerdict>> GiveUpAsync() => FinishAsync(hold => hold.GiveUpAsync());

    private async Task<IReadOnlyList<FreezeVerdict>> FinishAsync(Func<GuestHold, Task<FreezeVerdict>> finish)
    {
        try
        {
            var alone = await Task.WhenAll(_holds.Select(finish)).ConfigureAwait(false);
            var verdicts = SharedClaims.Judge(alone);
            foreach (var verdict in verdicts)
                Telemetry.CountVerdict(verdict);

            return verdicts;
        }
        finally
        {
            _processEnd?.Dispose();
        }
    }

    /// <summary>
    /// Reads the status of all guests until none is worth waiting for, so that all were read right before the freeze. A
    /// read that the limit cuts off leaves what the one before gave.
    /// </summary>
    private async Task ReadUntilReadyAsync(CancellationToken cancellationToken)
    {
        await ReadAllAsync(cancellationToken).ConfigureAwait(false);
        using var limit = new CancellationTokenSource(_options.WaitLimit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            while (!limit.IsCancellationRequested && _holds.Exists(hold => ActionOf(hold) == GuestAction.Wait))
            {
                await Task.Delay(_options.ThawDelay, _time, either.Token).ConfigureAwait(false);
                await ReadAllAsync(either.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The wait is over.
        }

        ThrowIfRefused();
    }

    private Task ReadAllAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(_holds.Select(hold => hold.ReadStatusAsync(cancellationToken)));

    // Each guest's failure is its own verdict, so a mistake of the caller must be found before.
    private static void ThrowIfNoGuest(List<PlannedGuest> guests)
    {
        foreach (var guest in guests.Select(guest => guest.Guest))
        {
            if (guest.Kind != Kinds.VirtualMachineInstance || guest.Namespace is null)
                throw new ArgumentException($"{guest} is no VirtualMachineInstance.", nameof(guests));
        }
    }

    /// <summary>Fails the session where the options want that for the state of a guest.</summary>
    private void ThrowIfRefused()
    {
        var refused = _holds.FindAll(hold => ActionOf(hold) == GuestAction.Fail);
        if (refused.Count > 0)
            throw new GuestsNotReadyException(refused);
    }

    private GuestAction ActionOf(GuestHold hold) =>
        hold.State == GuestState.Ready ? GuestAction.Skip : _options.Actions.GetValueOrDefault(hold.State);

    /// <summary>
    /// Thaws guests when the process is asked to end. The work may go on where a host ends in good order, so the
    /// verdicts wait for its end; what comes after this thaw is not covered.
    /// </summary>
    internal void ThawBeforeExit()
    {
        const string Early = "The process was asked to end before the work was done, so the guest was thawed early.";
        ReleaseAllAsync(Early).Wait(ExitLimit);
    }

    /// <summary>Thaws all guests before the work is done.</summary>
    internal Task ReleaseAllAsync(string why)
    {
        _isThawedEarly = true;
        return Task.WhenAll(_holds.Select(hold => hold.ReleaseAsync(why)));
    }
}
