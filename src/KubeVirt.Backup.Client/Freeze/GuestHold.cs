using System.Diagnostics;
using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Client.Freeze;

/// <summary>
/// One guest of a session, from the first read of its status to its verdict. Its calls come one after the other, so
/// that no two thaws of a guest run at once.
/// </summary>
internal sealed class GuestHold
{
    private readonly PlannedGuest _planned;
    private readonly FreezeOptions _options;
    private readonly TimeProvider _time;
    private readonly GuestCalls _calls;
    private readonly GuestThaw _thaw;

    /// <summary>The guest's status before the freeze; <see langword="null"/> where there was no guest.</summary>
    private GuestStatus? _before;

    /// <summary>The guest's machine before the work, where there was no guest.</summary>
    private MachineRead _machineBefore;

    /// <summary>When the status was read last, as a timestamp of the clock.</summary>
    private long _readAt;

    /// <summary>
    /// When the freeze was requested, as a timestamp of the clock; <see langword="null"/> where it was not.
    /// </summary>
    private long? _requested;

    /// <summary>From when on the guest is known to be frozen, or not to run, by this machine's clock.</summary>
    private DateTimeOffset _from;

    private string? _problem;
    private bool _isRefused;
    private Task<string?>? _thawAfterFailedFreeze;

    public GuestHold(PlannedGuest planned, IGuestFreezer freezer, FreezeOptions options, TimeProvider time)
    {
        _planned = planned;
        _options = options;
        _time = time;
        _calls = new GuestCalls(Guest, freezer, options, time);
        _thaw = new GuestThaw(Guest, _calls, options, time);
    }

    /// <summary>The VirtualMachineInstance.</summary>
    public ResourceId Guest => _planned.Guest;

    /// <summary>How the guest was when its status was read last, and whether its freeze failed.</summary>
    public GuestState State { get; private set; } = GuestState.Unknown;

    /// <summary>Why the guest was not frozen.</summary>
    public string WhyNotFrozen
    {
        get
        {
            if (_problem is not null)
                return _problem;
            return State == GuestState.Ready
                ? "The session was given up before the guest was frozen."
                : GuestStates.Describe(State);
        }
    }

    /// <summary>
    /// When the server confirmed the freeze, as a timestamp of the clock; <see langword="null"/> before, and where it
    /// did not.
    /// </summary>
    public long? Confirmed { get; private set; }

    /// <summary>
    /// How much is left of the time for which the freeze can be vouched for; <see langword="null"/> where it cannot.
    /// </summary>
    public TimeSpan? Remaining
    {
        get
        {
            if (Confirmed is null || WorkLimit <= TimeSpan.Zero)
                return null;

            var held = _time.GetElapsedTime(_requested!.Value);
            return held < WorkLimit ? WorkLimit - held : TimeSpan.Zero;
        }
    }

    /// <summary>
    /// For how long the freeze can be vouched for. A guest that may be Windows is taken for it.
    /// </summary>
    private TimeSpan Budget =>
        _before?.IsWindows != false && _options.WindowsBudget < _options.Timeout
            ? _options.WindowsBudget
            : _options.Timeout;

    /// <summary>How long the work may take: the guest is still frozen when its status is to confirm that.</summary>
    private TimeSpan WorkLimit => _options.ConfirmByStatus ? Budget - _options.StatusLag : Budget;

    /// <summary>Reads the guest's status, which decides whether it can be frozen.</summary>
    public async Task ReadStatusAsync(CancellationToken cancellationToken)
    {
        var read = await _calls.ReadAsync(cancellationToken).ConfigureAwait(false);
        _machineBefore = read is { IsRead: true, Status: null }
            ? await _calls.ReadMachineAsync(cancellationToken).ConfigureAwait(false)
            : default;
        _readAt = _time.GetTimestamp();
        _from = _time.GetUtcNow();
        _before = read.Status;
        State = read.IsRead ? GuestStates.Of(read.Status) : GuestState.Unknown;
        _problem = read.Failure is null
            ? null
            : $"The guest's status could not be read, so it was not frozen: {read.Failure}";
    }

    /// <summary>
    /// Freezes the guest where it is ready. A freeze that fails is no exception: the thaw that must follow it begins at
    /// once, and is not waited for.
    /// </summary>
    /// <exception cref="OperationCanceledException">The token was cancelled; the guest may be frozen.</exception>
    public async Task FreezeAsync(CancellationToken cancellationToken)
    {
        if (State != GuestState.Ready)
            return;

        using var activity = Telemetry.OfGuest("FreezeGuest", Guest);
        _requested = _time.GetTimestamp();
        try
        {
            await _calls.FreezeAsync(cancellationToken).ConfigureAwait(false);
            Confirmed = _time.GetTimestamp();
            _from = _time.GetUtcNow();
        }
        catch (IOException e)
        {
            State = GuestState.FreezeFailed;
            _isRefused = e is FreezeRefusedException;
            _problem = $"The freeze failed: {e.Message}";
            activity?.SetStatus(ActivityStatusCode.Error, e.GetType().Name);
            // The guest may be frozen all the same, and must not stay so; but the guests that are frozen have no time
            // to wait for that.
            _thawAfterFailedFreeze = _thaw.RunAsync(Attempt);
        }
    }

    /// <summary>Thaws the guest, and returns what the work is worth that ended at a time.</summary>
    /// <param name="end">When it ended, as a timestamp of the clock, which only goes forward.</param>
    /// <param name="to">When it ended, by this machine's clock.</param>
    /// <param name="exit">
    /// Cancelled when the process ends: the thaw comes before everything that only a verdict needs then.
    /// </param>
    public async Task<FreezeVerdict> EndAsync(long end, DateTimeOffset to, CancellationToken exit)
    {
        if (_requested is null)
        {
            var idle = await JudgeNotFrozenAsync(end, to).ConfigureAwait(false);
            return WithClaims(idle, null);
        }

        await WaitForStatusAsync(end, exit).ConfigureAwait(false);
        var readAt = _time.GetTimestamp();
        StatusRead atEnd = default;
        if (Confirmed is not null && !exit.IsCancellationRequested)
            atEnd = await _calls.ReadAfterWorkAsync().ConfigureAwait(false);

        var failure = await ThawAsync().ConfigureAwait(false);

        // Where the status was not read before the thaw, it is read after it: the guest's identity counts, too.
        var after = atEnd;
        if (Confirmed is not null && !atEnd.IsRead)
            after = await _calls.ReadAfterWorkAsync().ConfigureAwait(false);

        var verdict = WithClaims(Judge(end, to, readAt, atEnd, after), after.Status);
        return failure is null ? verdict : WithFailedThaw(verdict, failure);
    }

    private FreezeAttempt Attempt => new(_requested!.Value, Confirmed is not null, _isRefused);

    /// <summary>
    /// Waits until the polled status is of a time after the work, where it is to confirm the freeze and still can.
    /// </summary>
    private async Task WaitForStatusAsync(long end, CancellationToken exit)
    {
        if (Confirmed is null || !_options.ConfirmByStatus)
            return;
        if (_time.GetElapsedTime(_requested!.Value, end) >= WorkLimit)
            return;

        await Task.Delay(_options.StatusLag, _time, exit).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Thaws the guest, unless the thaw after a failed freeze has done so.</summary>
    /// <returns>What went wrong; <see langword="null"/> where nothing did.</returns>
    private async Task<string?> ThawAsync()
    {
        if (_thawAfterFailedFreeze is not null && await _thawAfterFailedFreeze.ConfigureAwait(false) is null)
            return null;

        return await _thaw.RunAsync(Attempt).ConfigureAwait(false);
    }

    /// <summary>The verdict on a guest whose freeze was requested.</summary>
    private FreezeVerdict Judge(long end, DateTimeOffset to, long readAt, StatusRead atEnd, StatusRead after)
    {
        var held = _time.GetElapsedTime(_requested!.Value, end);
        if (Confirmed is not { } confirmed)
            return new FreezeVerdict(Guest, Consistency.CrashConsistent, WhyNotFrozen, held);

        bool? isFrozen = atEnd.IsRead ? atEnd.Status?.IsFrozen == true : null;
        var evidence = new FreezeEvidence
        {
            Uid = _before!.Uid,
            From = _from,
            To = Earlier(to, _from + _time.GetElapsedTime(confirmed, end)),
            Held = held,
            Budget = Budget,
            StatusFrozen = isFrozen,
            IsConfirmed = isFrozen == true && _time.GetElapsedTime(end, readAt) >= _options.StatusLag,
        };
        var facts = new FreezeFacts(_before, after, evidence)
        {
            Planned = _planned,
            IsStatusCurrent = _time.GetElapsedTime(confirmed, readAt) >= _options.StatusLag,
            MustConfirm = _options.ConfirmByStatus,
        };

        return facts.Judge(Guest);
    }

    private FreezeVerdict WithFailedThaw(FreezeVerdict verdict, string failure)
    {
        var consequence = _isRefused
            ? "whether the guest is frozen is not known, and the server may have set no timer: "
                + "thaw it by hand if it hangs."
            : FormattableString.Invariant(
                $"the server has thawed it by itself, {_options.Timeout.TotalSeconds:0} s after the freeze."
            );
        return verdict with { Reason = $"{verdict.Reason} The thaw failed ({failure}); {consequence}" };
    }

    /// <summary>The verdict on a guest whose freeze was not requested.</summary>
    private async Task<FreezeVerdict> JudgeNotFrozenAsync(long end, DateTimeOffset to)
    {
        if (State == GuestState.Stopped)
            return await JudgeStoppedAsync(end, to).ConfigureAwait(false);

        // One that starts writes as soon as it runs, which may be at any time.
        var consistency = State is GuestState.Unknown or GuestState.Booting
            ? Consistency.Unknown
            : Consistency.CrashConsistent;
        return new FreezeVerdict(Guest, consistency, WhyNotFrozen, null);
    }

    /// <summary>The verdict on a guest that did not run: it must not have been started meanwhile.</summary>
    private async Task<FreezeVerdict> JudgeStoppedAsync(long end, DateTimeOffset to)
    {
        var now = await _calls.ReadAfterWorkAsync().ConfigureAwait(false);
        var machine = now is { IsRead: true, Status: null }
            ? await _calls.ReadMachineAsync(CancellationToken.None).ConfigureAwait(false)
            : default;
        if (new StoppedGuest(_before, _machineBefore).DoubtOf(now, machine) is { } doubt)
            return new FreezeVerdict(Guest, Consistency.Unknown, doubt, null);

        var held = _time.GetElapsedTime(_readAt, end);
        var evidence = new FreezeEvidence
        {
            Uid = _before?.Uid ?? "",
            From = _from,
            To = Earlier(to, _from + held),
            Held = held,
            Budget = _time.GetElapsedTime(_readAt),
            StatusFrozen = null,
            IsConfirmed = true,
        };
        const string Offline = "The guest did not run, neither before the work nor after it, and not in between.";
        return new FreezeVerdict(Guest, Consistency.Offline, Offline, null) { Evidence = evidence };
    }

    /// <summary>The verdict with the claims that it is on: those planned for, and those that the guest had.</summary>
    private FreezeVerdict WithClaims(FreezeVerdict verdict, GuestStatus? after)
    {
        var claims = _planned.Claims.Concat(_before?.Claims ?? []).Concat(after?.Claims ?? []);
        return verdict with { Claims = [.. claims.Distinct().Order()] };
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
