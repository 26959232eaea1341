using KubeVirt.Backup.Client.Freeze;

namespace KubeVirt.Backup.Client;

/// <summary>Guests in memory that fail where a test says.</summary>
internal sealed class FaultyGuests(InMemoryGuests inner, TimeProvider? time = null) : IGuestFreezer
{
    private readonly TimeProvider _clock = time ?? TimeProvider.System;

    public InMemoryGuests Inner => inner;

    public string? FailOn { get; init; }

    public Exception? Refusal { get; init; }

    public string? StuckOn { get; init; }

    public TimeSpan? FreezeLateBy { get; init; }

    public Task LateFreeze { get; private set; } = Task.CompletedTask;

    public string? CancelOn { get; init; }

    public CancellationTokenSource Cancelled { get; } = new();

    public int ThawsToFail { get; set; }

    public DateTimeOffset RefusesUntil { get; init; }

    public int Thaws { get; private set; }

    public int LooksWithoutAgent { get; set; }

    public TimeSpan LookTime { get; init; }

    public int LooksToFail { get; set; }

    public async ValueTask<GuestStatus?> GetStatusAsync(ResourceId guest, CancellationToken cancellationToken = default)
    {
        if (LookTime > TimeSpan.Zero)
            await Task.Delay(LookTime, _clock, cancellationToken);
        if (LooksToFail-- > 0)
            throw new IOException("connection refused");
        var status = await inner.GetStatusAsync(guest, cancellationToken);
        return LooksWithoutAgent-- > 0 ? status! with { HasAgent = false } : status;
    }

    public ValueTask<MachineStatus?> GetMachineAsync(
        ResourceId machine,
        CancellationToken cancellationToken = default
    ) => inner.GetMachineAsync(machine, cancellationToken);

    public async ValueTask FreezeAsync(
        ResourceId guest,
        TimeSpan timeout,
        CancellationToken cancellationToken = default
    )
    {
        if (Refusal is not null)
            throw Refusal;
        if (FreezeLateBy is { } delay)
        {
            LateFreeze = FreezeLaterAsync(guest, timeout, delay);
            throw new IOException("context deadline exceeded");
        }

        await inner.FreezeAsync(guest, timeout, cancellationToken);
        if (guest.Name == FailOn)
            throw new IOException("context deadline exceeded");
        if (guest.Name == CancelOn)
            await Cancelled.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    private async Task FreezeLaterAsync(ResourceId guest, TimeSpan timeout, TimeSpan delay)
    {
        await Task.Delay(delay, _clock).ConfigureAwait(false);
        await inner.FreezeAsync(guest, timeout);
    }

    public async ValueTask UnfreezeAsync(ResourceId guest, CancellationToken cancellationToken = default)
    {
        Thaws++;
        if (guest.Name == StuckOn)
            await Task.Delay(Timeout.InfiniteTimeSpan, _clock, cancellationToken);
        if (ThawsToFail-- > 0 || _clock.GetUtcNow() < RefusesUntil)
            throw new IOException("connection refused");
        await inner.UnfreezeAsync(guest, cancellationToken);
    }
}
