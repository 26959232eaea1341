using KubeVirt.Backup.Client.Freeze;

namespace KubeVirt.Backup.Client;

/// <summary>
/// Guests behind a server that fails in every way at every step, with a chance. Keeps its own record of what really
/// happened.
/// </summary>
internal sealed class ModelCluster(TimeProvider time, Random random, double faults) : IGuestFreezer
{
    public Dictionary<ResourceId, ModelGuest> Guests { get; } = [];

    /// <summary>What the client must never do.</summary>
    public List<string> Offences { get; } = [];

    public async ValueTask<GuestStatus?> GetStatusAsync(ResourceId guest, CancellationToken cancellationToken = default)
    {
        await PassAsync(random.NextDouble()).ConfigureAwait(false);
        if (Fails())
            await LoseAsync(cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return Find(guest).Status();
    }

    public async ValueTask<MachineStatus?> GetMachineAsync(
        ResourceId machine,
        CancellationToken cancellationToken = default
    )
    {
        await PassAsync(random.NextDouble()).ConfigureAwait(false);
        if (Fails())
            await LoseAsync(cancellationToken).ConfigureAwait(false);
        return Find(machine.WithKind(Kinds.VirtualMachineInstance)).Machine();
    }

    public async ValueTask FreezeAsync(
        ResourceId guest,
        TimeSpan timeout,
        CancellationToken cancellationToken = default
    )
    {
        if (timeout < TimeSpan.FromSeconds(1))
            Offences.Add($"{guest} was frozen for {timeout}, which is for ever");
        if (Find(guest).Phase != "Running" || (Fails() && random.Next(3) == 0))
            throw new FreezeRefusedException("refused");
        if (Fails())
        {
            // The effect takes place never, at once, or up to a minute after the request, whatever answer the client gets.
            var delay = random.Next(3) switch
            {
                0 => -1,
                1 => 0,
                _ => random.NextDouble() * 59,
            };
            _ = delay < 0 ? Task.CompletedTask : EffectAsync(delay, () => Find(guest).Freeze(timeout));
            await LoseAsync(cancellationToken).ConfigureAwait(false);
        }

        await PassAsync(random.NextDouble() * 8).ConfigureAwait(false);
        Find(guest).Freeze(timeout);
        cancellationToken.ThrowIfCancellationRequested();
    }

    public async ValueTask UnfreezeAsync(ResourceId guest, CancellationToken cancellationToken = default)
    {
        var found = Find(guest);
        if (found.ThawsUnderWay++ > 0)
            Offences.Add($"two thaws of {guest} at once");
        try
        {
            var takesPlace = !Fails() || random.Next(2) == 0;
            if (takesPlace)
                found.Record.Thaw(time.GetUtcNow());
            await PassAsync(random.NextDouble()).ConfigureAwait(false);
            if (!takesPlace || Fails())
                await LoseAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            found.ThawsUnderWay--;
        }
    }

    public ModelGuest Find(ResourceId guest)
    {
        Guests[guest].Tick();
        return Guests[guest];
    }

    private bool Fails() => random.NextDouble() < faults;

    /// <summary>An error, or no answer at all until the client gives up.</summary>
    private async Task LoseAsync(CancellationToken cancellationToken)
    {
        if (random.Next(2) == 0)
            throw new IOException("connection reset");
        var lost = new TaskCompletionSource();
        using var _ = cancellationToken.Register(() => lost.TrySetCanceled(cancellationToken));
        await lost.Task.ConfigureAwait(false);
    }

    private async Task EffectAsync(double seconds, Action effect)
    {
        await PassAsync(seconds).ConfigureAwait(false);
        effect();
    }

    private Task PassAsync(double seconds) => Task.Delay(TimeSpan.FromSeconds(seconds), time, CancellationToken.None);
}
