using System.Diagnostics;

namespace KubeVirt.Backup.Client.Freeze;

/// <summary>Thaws one guest, again and again until it works or the server has thawed the guest by itself.</summary>
internal sealed class GuestThaw(ResourceId guest, GuestCalls calls, FreezeOptions options, TimeProvider time)
{
    private static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Thaws the guest; where the freeze had no clear answer, again and again for as long as the guest may freeze yet.
    /// </summary>
    /// <param name="attempt">How the freeze went.</param>
    /// <returns>What went wrong the last time; <see langword="null"/> where nothing did.</returns>
    public async Task<string?> RunAsync(FreezeAttempt attempt)
    {
        using var activity = Telemetry.OfGuest(BackupTelemetry.ThawGuest, guest);
        if (attempt.IsBeforeFreeze)
        {
            // Once, should the server have been mistaken. It fails where no agent answers, and that means nothing.
            await calls.TryUnfreezeAsync().ConfigureAwait(false);
            return null;
        }

        var started = time.GetTimestamp();
        var failure = await UnfreezeAsync(attempt).ConfigureAwait(false);
        Telemetry.RecordThaw(time.GetElapsedTime(started), failure is null);

        // A freeze that was refused may have stopped halfway, so that the guest must be thawed once, but it freezes no
        // more.
        while (attempt.MayFreezeLate)
        {
            var left = options.LateFreeze - time.GetElapsedTime(attempt.Requested);
            if (left <= TimeSpan.Zero)
                break;
            await Task.Delay(Shorter(left, MaxDelay), time).ConfigureAwait(false);
            failure = await UnfreezeAsync(attempt).ConfigureAwait(false);
        }

        if (failure is not null)
            activity?.SetStatus(ActivityStatusCode.Error);
        return failure;
    }

    /// <summary>
    /// Tries to thaw until it works or is needed no more; never gives up for a cancelled token, since the guest would
    /// stay frozen.
    /// </summary>
    private async Task<string?> UnfreezeAsync(FreezeAttempt attempt)
    {
        for (var delay = options.ThawDelay; ; delay = Shorter(delay * 2, MaxDelay))
        {
            // Measured before the try, so that there is one after the limit.
            var left = LimitOf(attempt) - time.GetElapsedTime(attempt.Requested);
            var failure = await calls.TryUnfreezeAsync().ConfigureAwait(false);
            if (failure is null || left <= TimeSpan.Zero)
                return failure;
            await Task.Delay(Shorter(delay, left), time).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// When the server has thawed by its timer even a guest that froze as late as it can. A freeze that was refused has
    /// no timer to wait for.
    /// </summary>
    private TimeSpan LimitOf(FreezeAttempt attempt) =>
        attempt.IsRefused ? options.LateFreeze : options.Timeout + options.LateFreeze;

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
