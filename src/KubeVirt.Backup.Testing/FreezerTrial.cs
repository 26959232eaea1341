using KubeVirt.Backup.Client.Freeze;

namespace KubeVirt.Backup.Testing;

/// <summary>A freezer under trial, and the guest it is tried on.</summary>
/// <param name="Freezer">The freezer.</param>
/// <param name="Guest">A guest that runs.</param>
/// <param name="Time">The clock that the guest follows.</param>
internal sealed record FreezerTrial(IGuestFreezer Freezer, ResourceId Guest, TimeProvider Time)
{
    /// <summary>Longer than any law takes, so that no timer thaws in place of the freezer.</summary>
    public static readonly TimeSpan Long = TimeSpan.FromMinutes(5);

    /// <summary>As short as a timer may be.</summary>
    public static readonly TimeSpan Short = TimeSpan.FromSeconds(1);

    // KubeVirt polls a guest every 5 seconds, so that what is known of it is that old.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>How often a status is looked at that need not be there at once.</summary>
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(250);

    /// <summary>A guest that is not there.</summary>
    public ResourceId Absent => new(Guest.Kind, Guest.Namespace, "absent-guest");

    /// <summary>Waits until the status says that the guest is frozen, or thawed.</summary>
    /// <param name="frozen">What it is to say.</param>
    /// <param name="token">Stops the wait.</param>
    /// <returns>Whether it came to that in time.</returns>
    public async Task<bool> ShowsAsync(bool frozen, CancellationToken token)
    {
        var end = Time.GetUtcNow() + Patience;
        while (Time.GetUtcNow() < end)
        {
            var status = await Freezer.GetStatusAsync(Guest, token).ConfigureAwait(false);
            if (status is not null && status.IsFrozen == frozen)
                return true;

            await Task.Delay(PollInterval, Time, token).ConfigureAwait(false);
        }

        return false;
    }

    /// <summary>What a call throws; <see langword="null"/> where it comes back.</summary>
    public static async Task<Exception?> CatchAsync(Func<ValueTask> call)
    {
        try
        {
            await call().ConfigureAwait(false);
            return null;
        }
#pragma warning disable CA1031 // The law says which exceptions are good.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return e;
        }
    }

    /// <summary>Thaws the guest after all laws, also where one was broken or the trial was cancelled.</summary>
    public Task RescueAsync() => CatchAsync(() => Freezer.UnfreezeAsync(Guest, CancellationToken.None));
}
