using System.Diagnostics;
using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Client.Freeze;

/// <summary>
/// One guest of a session, from the first look at it to its verdict. Its calls come one after the other, so that no two
/// thaws of a guest run at once.
/// </summary>
internal sealed class GuestHold(ResourceId guest, IGuestFreezer freezer, FreezeOptions options, TimeProvider time)
{
    private static readonly TimeSpan MaxThawDelay = TimeSpan.FromSeconds(5);
    private GuestStatus? _before;
    private long? _requested;
    private long _looked;
    private DateTimeOffset _from;
    private string? _problem;
    private bool _isRefused;
    private Task<string?>? _firstThaw;

    public ResourceId Guest => guest;

    /// <summary>How the guest was at the last look, and whether its freeze failed.</summary>
    public GuestState State { get; private set; } = GuestState.Unknown;

    /// <summary>Why the guest was not frozen.</summary>
    public string WhyNotFrozen =>
        _problem
        ?? (
            State == GuestState.Ready
                ? "The session was given up before the guest was frozen."
                : GuestStates.Describe(State)
        );

    /// <summary>When the server confirmed the freeze; <see langword="null"/> before, and where it did not.</summary>
    public long? Confirmed { get; private set; }

    /// <summary>
    /// How much is left of the time for which the freeze can be vouched for; <see langword="null"/> where it cannot.
    /// </summary>
    public TimeSpan? Remaining =>
        Confirmed is null || WorkLimit <= TimeSpan.Zero ? null
        : time.GetElapsedTime(_requested!.Value) is var held && held < WorkLimit ? WorkLimit - held
        : TimeSpan.Zero;

    private TimeSpan Budget =>
        _before?.IsWindows != false && options.WindowsBudget < options.Timeout
            ? options.WindowsBudget
            : options.Timeout;

    /// <summary>How long the work may take: the guest is still frozen when its status is to confirm that.</summary>
    private TimeSpan WorkLimit => options.ConfirmByStatus ? Budget - options.StatusLag : Budget;

    public async Task LookAsync(CancellationToken cancellationToken)
    {
        var read = await ReadAsync(cancellationToken).ConfigureAwait(false);
        (_looked, _from, _before) = (time.GetTimestamp(), time.GetUtcNow(), read.Status);
        State = read.IsRead ? GuestStates.Of(read.Status) : GuestState.Unknown;
        _problem = read.Failure is null
            ? null
            : $"The guest's status could not be read, so it was not frozen: {read.Failure}";
    }

    public async Task FreezeAsync(CancellationToken cancellationToken)
    {
        if (State != GuestState.Ready)
            return;
        using var activity = Telemetry.OfGuest("FreezeGuest", guest);
        _requested = time.GetTimestamp();
        try
        {
            await LimitedAsync(token => freezer.FreezeAsync(guest, options.Timeout, token), cancellationToken)
                .ConfigureAwait(false);
            (Confirmed, _from) = (time.GetTimestamp(), time.GetUtcNow());
        }
        catch (IOException e)
        {
            // It may be frozen all the same, and must not stay so; but those that are frozen have no time to wait for
            // that.
            (State, _isRefused, _problem) = (
                GuestState.FreezeFailed,
                e is FreezeRefusedException,
                $"The freeze failed: {e.Message}"
            );
            activity?.SetStatus(ActivityStatusCode.Error, e.GetType().Name);
            _firstThaw = ThawAsync();
        }
    }

    /// <summary>Thaws, and says what the work is worth that ended at a time.</summary>
    /// <param name="end">When it ended, by a clock that only goes forward.</param>
    /// <param name="to">When it ended.</param>
    /// <param name="exit">The process ends: the thaw comes before everything that only a verdict needs.</param>
    public async Task<FreezeVerdict> EndAsync(long end, DateTimeOffset to, CancellationToken exit)
    {
        if (_requested is null)
            return State == GuestState.Stopped
                ? await ConfirmStoppedAsync(end, to).ConfigureAwait(false)
                : new FreezeVerdict(
                    guest,
                    State == GuestState.Unknown ? Consistency.Unknown : Consistency.CrashConsistent,
                    WhyNotFrozen,
                    null
                );
        if (Confirmed is not null && options.ConfirmByStatus && time.GetElapsedTime(_requested.Value, end) < WorkLimit)
            await Task.Delay(options.StatusLag, time, exit).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var readAt = time.GetTimestamp();
        var status =
            Confirmed is null || exit.IsCancellationRequested ? default : await ReadAtEndAsync().ConfigureAwait(false);
        var failure =
            _firstThaw is null || await _firstThaw.ConfigureAwait(false) is not null
                ? await ThawAsync().ConfigureAwait(false)
                : null;
        var after = Confirmed is null || status.IsRead ? status : await ReadAtEndAsync().ConfigureAwait(false);
        var verdict = Judge(end, to, readAt, status, after);
        return failure is null
            ? verdict
            : verdict with
            {
                Reason = FormattableString.Invariant(
                    $"{verdict.Reason} The thaw failed ({failure}); {AfterFailedThaw}"
                ),
            };
    }

    private FreezeVerdict Judge(long end, DateTimeOffset to, long readAt, StatusRead status, StatusRead after)
    {
        var held = time.GetElapsedTime(_requested!.Value, end);
        if (Confirmed is not { } confirmed)
            return new FreezeVerdict(guest, Consistency.CrashConsistent, WhyNotFrozen, held);
        bool? frozen = status.IsRead ? status.Status?.IsFrozen == true : null;
        return new FreezeFacts(
            _before!,
            after,
            time.GetElapsedTime(confirmed, readAt) >= options.StatusLag,
            options.ConfirmByStatus,
            new FreezeEvidence
            {
                Uid = _before!.Uid,
                From = _from,
                To = Earlier(to, _from + time.GetElapsedTime(confirmed, end)),
                Held = held,
                Budget = Budget,
                StatusFrozen = frozen,
                IsConfirmed = frozen == true && time.GetElapsedTime(end, readAt) >= options.StatusLag,
            }
        ).Judge(guest);
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private string AfterFailedThaw =>
        _isRefused
            ? "whether the guest is frozen is not known, and the server may have set no timer: thaw it by hand if it hangs."
            : FormattableString.Invariant(
                $"the server has thawed it by itself, {options.Timeout.TotalSeconds:0} s after the freeze."
            );

    private async Task<FreezeVerdict> ConfirmStoppedAsync(long end, DateTimeOffset to)
    {
        var now = await ReadAtEndAsync().ConfigureAwait(false);
        if (!now.IsRead)
            return new FreezeVerdict(
                guest,
                Consistency.Unknown,
                "The guest did not run; whether it was started meanwhile could not be read.",
                null
            );
        if (GuestStates.Of(now.Status) != GuestState.Stopped || now.Status?.Uid != _before?.Uid)
            return new FreezeVerdict(
                guest,
                Consistency.Unknown,
                "The guest did not run, and was started meanwhile.",
                null
            );
        var held = time.GetElapsedTime(_looked, end);
        return new FreezeVerdict(
            guest,
            Consistency.Offline,
            "The guest did not run, neither before the work nor after it.",
            null
        )
        {
            Evidence = new FreezeEvidence
            {
                Uid = _before?.Uid ?? "",
                From = _from,
                To = Earlier(to, _from + held),
                Held = held,
                Budget = time.GetElapsedTime(_looked),
                StatusFrozen = null,
                IsConfirmed = true,
            },
        };
    }

    /// <summary>
    /// Thaws; where the freeze had no clear answer again and again, for as long as the guest may freeze yet.
    /// </summary>
    private async Task<string?> ThawAsync()
    {
        using var activity = Telemetry.OfGuest("ThawGuest", guest);
        var failure = await UnfreezeAsync().ConfigureAwait(false);
        // One that refused may have stopped halfway, so that it must be thawed once, but freezes no more.
        while (
            Confirmed is null
            && !_isRefused
            && options.LateFreeze - time.GetElapsedTime(_requested!.Value) is var left
            && left > TimeSpan.Zero
        )
        {
            await Task.Delay(Shorter(left, MaxThawDelay), time).ConfigureAwait(false);
            failure = await UnfreezeAsync().ConfigureAwait(false);
        }

        if (failure is not null)
            activity?.SetStatus(ActivityStatusCode.Error);
        return failure;
    }

    /// <summary>
    /// Tries to thaw until it works or is needed no more; never gives up for a cancelled token, since the guest would
    /// stay frozen. What is wrong, or <see langword="null"/>.
    /// </summary>
    private async Task<string?> UnfreezeAsync()
    {
        for (var delay = options.ThawDelay; ; delay = Shorter(delay * 2, MaxThawDelay))
        {
            var left = ThawLimit - time.GetElapsedTime(_requested!.Value);
            var failure = await UnfreezeOnceAsync().ConfigureAwait(false);
            if (failure is null || left <= TimeSpan.Zero)
                return failure;
            await Task.Delay(Shorter(delay, left), time).ConfigureAwait(false);
        }
    }

    private async Task<string?> UnfreezeOnceAsync()
    {
        try
        {
            await LimitedAsync(token => freezer.UnfreezeAsync(guest, token), CancellationToken.None)
                .ConfigureAwait(false);
            return null;
        }
        catch (Exception e)
        {
            // Whatever a freezer throws, and be it that its own wait was cancelled, the guest is as frozen as before.
            return e.Message;
        }
    }

    /// <summary>
    /// When the server has thawed by its timer even a guest that froze as late as it can. One that refused has no timer
    /// to wait for.
    /// </summary>
    private TimeSpan ThawLimit => _isRefused ? options.LateFreeze : options.Timeout + options.LateFreeze;

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    /// <summary>Reads after the work, when no failure may keep the guest from its thaw.</summary>
    private async Task<StatusRead> ReadAtEndAsync()
    {
        try
        {
            return await ReadAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception)
        {
            return default;
        }
    }

    private async Task<StatusRead> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            GuestStatus? status = null;
            await LimitedAsync(
                    async token => status = await freezer.GetStatusAsync(guest, token).ConfigureAwait(false),
                    cancellationToken
                )
                .ConfigureAwait(false);
            return new StatusRead(true, status);
        }
        catch (IOException e)
        {
            return new StatusRead(false, null, e.Message);
        }
    }

    private async Task LimitedAsync(Func<CancellationToken, ValueTask> call, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.RequestTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            await call(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e)
            when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new IOException(
                FormattableString.Invariant($"there was no answer within {options.RequestTimeout.TotalSeconds:0} s"),
                e
            );
        }
    }
}
