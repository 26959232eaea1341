using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Client.Freeze;

/// <summary>
/// One guest of a session, from the first read of its status to its verdict. It is thawed once, whoever asks for that
/// first, so that no two thaws of a guest run at once.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A source of cancellation without a timer holds no resource.")]
internal sealed class GuestHold
{
    private const string GivenUp = "The session was given up before its end, so the guest was thawed at once.";

    private readonly Lock _lock = new();
    private readonly PlannedGuest _planned;
    private readonly FreezeOptions _options;
    private readonly TimeProvider _time;
    private readonly GuestCalls _calls;
    private readonly GuestThaw _thaw;

    /// <summary>Cancelled when the thaw begins: nothing that only a verdict needs goes on then.</summary>
    private readonly CancellationTokenSource _released = new();

    /// <summary>The guest's status before the freeze; <see langword="null"/> where there was no guest.</summary>
    private GuestStatus? _before;

    /// <summary>The guest's machine before the work, where there was no guest.</summary>
    private MachineRead _machineBefore;

    /// <summary>When the status was read last.</summary>
    private Moment _readAt;

    /// <summary>When the freeze was requested; <see langword="null"/> where it was not.</summary>
    private Moment? _requested;

    /// <summary>From when on the guest is known to be frozen, or not to run, by this machine's clock.</summary>
    private DateTimeOffset _from;

    /// <summary>When the work was done; <see langword="null"/> while it goes on.</summary>
    private Moment? _ended;

    private string? _problem;
    private bool _isRefused;
    private bool _isBeforeFreeze;
    private bool _isGivenUp;
    private string? _whyEarly;
    private Task<string?>? _thawAfterFailedFreeze;
    private Task<string?>? _release;

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

    /// <summary>When the server confirmed the freeze; <see langword="null"/> before, and where it did not.</summary>
    public Moment? Confirmed { get; private set; }

    /// <summary>
    /// How much is left of the time for which the freeze can be vouched for; <see langword="null"/> where it cannot,
    /// and nothing once the thaw has begun.
    /// </summary>
    public TimeSpan? Remaining
    {
        get
        {
            if (Confirmed is null || WorkLimit <= TimeSpan.Zero)
                return null;
            if (_release is not null)
                return TimeSpan.Zero;

            var held = _time.Longest(_requested!.Value, Moment.Now(_time));
            return held < WorkLimit ? WorkLimit - held : TimeSpan.Zero;
        }
    }

    /// <summary>
    /// For how long the freeze can be vouched for. A guest that may be Windows is taken for it.
    /// </summary>
    private TimeSpan Budget
    {
        get
        {
            var held = Shorter(_options.Timeout, _options.MaxHold);
            return _before?.IsWindows == false ? held : Shorter(held, _options.WindowsBudget);
        }
    }

    /// <summary>How long the work may take: the guest is still frozen when its status is to confirm that.</summary>
    private TimeSpan WorkLimit => _options.ConfirmByStatus ? Budget - _options.StatusLag : Budget;

    private FreezeAttempt Attempt =>
        new(_requested!.Value.Timestamp, Confirmed is not null, _isRefused, _isBeforeFreeze);

    /// <summary>Reads the guest's status, which decides whether it can be frozen.</summary>
    public async Task ReadStatusAsync(CancellationToken cancellationToken)
    {
        var read = await _calls.ReadAsync(cancellationToken).ConfigureAwait(false);
        _machineBefore = read is { IsRead: true, Status: null }
            ? await _calls.ReadMachineAsync(cancellationToken).ConfigureAwait(false)
            : default;
        _readAt = Moment.Now(_time);
        _from = _readAt.Utc;
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
        if (State != GuestState.Ready || !Begin())
            return;

        using var activity = Telemetry.OfGuest(BackupTelemetry.FreezeGuest, Guest);
        var started = _time.GetTimestamp();
        try
        {
            await _calls.FreezeAsync(cancellationToken).ConfigureAwait(false);
            Confirmed = Moment.Now(_time);
            _from = Confirmed.Value.Utc;
            Telemetry.RecordFreeze(_time.GetElapsedTime(started), isDone: true);
            _ = ReleaseInTimeAsync();
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            State = GuestState.FreezeFailed;
            Telemetry.RecordFreeze(_time.GetElapsedTime(started), isDone: false);
            _isRefused = e is FreezeRefusedException;
            _isBeforeFreeze = e is FreezeRefusedException { IsBeforeFreeze: true };
            _problem = $"The freeze failed: {e.Message}";
            activity?.SetStatus(ActivityStatusCode.Error, e.GetType().Name);
            ThawAfterFailedFreeze();
        }
    }

    /// <summary>Thaws the guest where it was or may be frozen, and keeps it from being frozen later.</summary>
    /// <param name="whyEarly">Why, should the work not be done yet.</param>
    /// <returns>What went wrong; <see langword="null"/> where nothing did.</returns>
    public Task<string?> ReleaseAsync(string whyEarly)
    {
        lock (_lock)
        {
            if (_requested is null)
            {
                _isGivenUp = true;
                return Task.FromResult<string?>(null);
            }

            if (_release is not null)
                return _release;

            if (_ended is null)
                _whyEarly = whyEarly;
            _release = ThawAsync();
        }

        _released.Cancel();
        return _release;
    }

    /// <summary>Thaws the guest, and returns what the work is worth that ended at a moment.</summary>
    public async Task<FreezeVerdict> EndAsync(Moment end)
    {
        lock (_lock)
            _ended = end;
        if (_requested is null)
        {
            var idle = await JudgeNotFrozenAsync(end).ConfigureAwait(false);
            return WithClaims(idle, null);
        }

        var atEnd = await ReadBeforeThawAsync(end).ConfigureAwait(false);
        var failure = await ReleaseAsync("").ConfigureAwait(false);

        // Where the status was not read before the thaw, it is read after it: the guest's identity counts, too.
        var after = atEnd.Read;
        if (Confirmed is not null && !after.IsRead)
            after = await _calls.ReadAfterWorkAsync(CancellationToken.None).ConfigureAwait(false);

        var verdict = WithClaims(Judge(end, atEnd, after), after.Status);
        return failure is null ? verdict : WithFailedThaw(verdict, failure);
    }

    /// <summary>Thaws the guest without a look at it, where nobody vouches for the work.</summary>
    public async Task<FreezeVerdict> GiveUpAsync()
    {
        var failure = await ReleaseAsync(GivenUp).ConfigureAwait(false);
        var isKnown =
            Confirmed is null && State is not (GuestState.Stopped or GuestState.Unknown or GuestState.Booting);
        var verdict = isKnown
            ? new FreezeVerdict(Guest, Consistency.CrashConsistent, WhyNotFrozen, null)
            : new FreezeVerdict(Guest, Consistency.Unknown, _problem ?? GivenUp, null);

        return WithClaims(failure is null ? verdict : WithFailedThaw(verdict, failure), null);
    }

    /// <summary>Notes that the freeze is requested now, unless the session was given up.</summary>
    private bool Begin()
    {
        lock (_lock)
        {
            if (_isGivenUp)
                return false;

            _requested = Moment.Now(_time);
            return true;
        }
    }

    /// <summary>
    /// The guest may be frozen all the same, and must not stay so; but the guests that are frozen have no time to wait
    /// for that. A release that has begun meanwhile thaws until it can freeze no more.
    /// </summary>
    private void ThawAfterFailedFreeze()
    {
        lock (_lock)
        {
            if (_release is null)
                _thawAfterFailedFreeze = _thaw.RunAsync(Attempt);
        }
    }

    /// <summary>Thaws the guest when it has been held for as long as the options allow.</summary>
    private async Task ReleaseInTimeAsync()
    {
        // The server's own timer comes first.
        if (_options.MaxHold >= _options.Timeout)
            return;

        var left = _options.MaxHold - _time.Longest(_requested!.Value, Moment.Now(_time));
        await Task.Delay(left > TimeSpan.Zero ? left : TimeSpan.Zero, _time, _released.Token)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_released.IsCancellationRequested)
            return;

        var why = FormattableString.Invariant(
            $"The guest was thawed before the work was done: it had been held for {_options.MaxHold.TotalSeconds:0} s"
        );
        await ReleaseAsync($"{why}, the most that {nameof(FreezeOptions.MaxHold)} allows.").ConfigureAwait(false);
    }

    /// <summary>
    /// Reads the status before the thaw where it says something of the freeze: it is polled, so it must be old enough,
    /// and where it is to confirm the freeze it must be of a time after the work.
    /// </summary>
    private async Task<StatusAtEnd> ReadBeforeThawAsync(Moment end)
    {
        if (Confirmed is not { } confirmed || _released.IsCancellationRequested)
            return default;
        if (_time.Longest(_requested!.Value, end) >= WorkLimit)
            return default;

        if (_options.ConfirmByStatus)
            await _time.WaitAsync(end, _options.StatusLag, _released.Token).ConfigureAwait(false);

        var at = Moment.Now(_time);
        if (_released.IsCancellationRequested || _time.Longest(confirmed, at) < _options.StatusLag)
            return default;

        var read = await _calls.ReadAfterWorkAsync(_released.Token).ConfigureAwait(false);
        return new StatusAtEnd(at, _released.IsCancellationRequested ? default : read, true);
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
    private FreezeVerdict Judge(Moment end, StatusAtEnd atEnd, StatusRead after)
    {
        var held = _time.Longest(_requested!.Value, end);
        if (Confirmed is not { } confirmed)
            return new FreezeVerdict(Guest, Consistency.CrashConsistent, WhyNotFrozen, held);

        bool? isFrozen = atEnd.Read.IsRead ? atEnd.Read.Status?.IsFrozen == true : null;
        var evidence = new FreezeEvidence
        {
            Uid = _before!.Uid,
            From = _from,
            To = _time.Until(_from, confirmed, end),
            Held = held,
            Budget = Budget,
            StatusFrozen = isFrozen,
            IsConfirmed = isFrozen == true && _time.Shortest(end, atEnd.At) >= _options.StatusLag,
        };
        var facts = new FreezeFacts(_before, after, evidence)
        {
            Planned = _planned,
            WhyEarly = _whyEarly,
            IsStatusCurrent = atEnd.Counts,
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
    private async Task<FreezeVerdict> JudgeNotFrozenAsync(Moment end)
    {
        if (State == GuestState.Stopped)
            return await JudgeStoppedAsync(end).ConfigureAwait(false);

        // One that starts writes as soon as it runs, which may be at any time.
        var consistency = State is GuestState.Unknown or GuestState.Booting
            ? Consistency.Unknown
            : Consistency.CrashConsistent;
        return new FreezeVerdict(Guest, consistency, WhyNotFrozen, null);
    }

    /// <summary>The verdict on a guest that did not run: it must not have been started meanwhile.</summary>
    private async Task<FreezeVerdict> JudgeStoppedAsync(Moment end)
    {
        var now = await _calls.ReadAfterWorkAsync(CancellationToken.None).ConfigureAwait(false);
        var machine = now is { IsRead: true, Status: null }
            ? await _calls.ReadMachineAsync(CancellationToken.None).ConfigureAwait(false)
            : default;
        if (new StoppedGuest(_before, _machineBefore).DoubtOf(now, machine) is { } doubt)
            return new FreezeVerdict(Guest, Consistency.Unknown, doubt, null);

        var evidence = new FreezeEvidence
        {
            Uid = _before?.Uid ?? "",
            From = _from,
            To = _time.Until(_from, _readAt, end),
            Held = _time.Longest(_readAt, end),
            Budget = _time.Longest(_readAt, Moment.Now(_time)),
            StatusFrozen = null,
            IsConfirmed = true,
        };
        const string Offline = "The guest did not run, neither before the work nor after it, and not in between.";
        return new FreezeVerdict(Guest, Consistency.Offline, Offline, null) { Evidence = evidence };
    }

    /// <summary>The verdict with the claims that it is about: those planned for, and those that the guest had.</summary>
    private FreezeVerdict WithClaims(FreezeVerdict verdict, GuestStatus? after)
    {
        var written = _planned.Claims.Concat(_before?.Claims ?? []).Concat(after?.Claims ?? []);
        var claims = written.Where(claim => !_planned.LeftOut.Contains(claim));
        return verdict with { Claims = [.. claims.Distinct().Order()] };
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
