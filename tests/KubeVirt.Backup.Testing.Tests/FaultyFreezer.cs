using KubeVirt.Backup.Client.Freeze;

namespace KubeVirt.Backup.Testing;

/// <summary>A freezer of guests in memory with one defect, which its properties choose.</summary>
internal sealed record FaultyFreezer(InMemoryGuests Guests) : IGuestFreezer
{
    private readonly Dictionary<ResourceId, int> _freezes = [];

    public Func<GuestStatus, GuestStatus> Status { get; init; } = status => status;

    public bool Thaws { get; init; } = true;

    public bool RefusesThawOfThawed { get; init; }

    public bool RefusesThawOfAbsent { get; init; }

    public bool CountsFreezes { get; init; }

    public TimeSpan? Timeout { get; init; }

    public bool InventsGuests { get; init; }

    public bool FreezesAnybody { get; init; }

    public bool IgnoresToken { get; init; }

    public async ValueTask<GuestStatus?> GetStatusAsync(ResourceId guest, CancellationToken cancellationToken = default)
    {
        var status = await Guests.GetStatusAsync(guest, Heed(cancellationToken));
        if (status is null && InventsGuests)
            return new GuestStatus { Uid = "invented", Phase = "Running" };

        return status is null ? null : Status(status);
    }

    public async ValueTask<MachineStatus?> GetMachineAsync(
        ResourceId machine,
        CancellationToken cancellationToken = default
    ) =>
        await Guests.GetMachineAsync(machine, Heed(cancellationToken))
        ?? (InventsGuests ? new MachineStatus { Uid = "invented", ResourceVersion = "1" } : null);

    public async ValueTask FreezeAsync(
        ResourceId guest,
        TimeSpan timeout,
        CancellationToken cancellationToken = default
    )
    {
        if (FreezesAnybody && await Guests.GetStatusAsync(guest, cancellationToken) is null)
            return;

        _freezes[guest] = _freezes.GetValueOrDefault(guest) + 1;
        await Guests.FreezeAsync(guest, Timeout ?? timeout, Heed(cancellationToken));
    }

    public async ValueTask UnfreezeAsync(ResourceId guest, CancellationToken cancellationToken = default)
    {
        if (RefusesThawOfAbsent && await Guests.GetStatusAsync(guest, cancellationToken) is null)
            throw new IOException("There is no such guest.");
        if (RefusesThawOfThawed && !Guests.IsFrozen(guest))
            throw new IOException("The guest is not frozen.");

        _freezes[guest] = Math.Max(0, _freezes.GetValueOrDefault(guest) - 1);
        var isHeld = CountsFreezes && _freezes[guest] > 0;
        if (Thaws && !isHeld)
            await Guests.UnfreezeAsync(guest, Heed(cancellationToken));
    }

    private CancellationToken Heed(CancellationToken token) => IgnoresToken ? CancellationToken.None : token;
}
