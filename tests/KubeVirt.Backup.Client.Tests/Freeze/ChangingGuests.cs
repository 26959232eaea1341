using KubeVirt.Backup.Client.Freeze;

namespace KubeVirt.Backup.Client;

/// <summary>Guests in memory whose status a test changes, with a record of the calls in their order.</summary>
internal sealed class ChangingGuests(InMemoryGuests inner) : IGuestFreezer
{
    public InMemoryGuests Inner => inner;

    /// <summary>What is read of a guest instead.</summary>
    public Func<ResourceId, GuestStatus?, GuestStatus?> Change { get; set; } = (_, status) => status;

    /// <summary>What is read of a machine instead.</summary>
    public Func<MachineStatus?>? Machine { get; init; }

    /// <summary>Runs before each read.</summary>
    public Func<CancellationToken, Task> OnRead { get; set; } = _ => Task.CompletedTask;

    /// <summary>Runs before each freeze, by guest.</summary>
    public Func<ResourceId, Task> OnFreeze { get; set; } = _ => Task.CompletedTask;

    public List<string> Calls { get; } = [];

    public async ValueTask<GuestStatus?> GetStatusAsync(ResourceId guest, CancellationToken cancellationToken = default)
    {
        Calls.Add("read");
        await OnRead(cancellationToken);
        return Change(guest, await inner.GetStatusAsync(guest, cancellationToken));
    }

    public ValueTask<MachineStatus?> GetMachineAsync(
        ResourceId machine,
        CancellationToken cancellationToken = default
    ) => Machine is null ? inner.GetMachineAsync(machine, cancellationToken) : new(Machine());

    public async ValueTask FreezeAsync(
        ResourceId guest,
        TimeSpan timeout,
        CancellationToken cancellationToken = default
    )
    {
        Calls.Add("freeze");
        await OnFreeze(guest);
        await inner.FreezeAsync(guest, timeout, cancellationToken);
    }

    public ValueTask UnfreezeAsync(ResourceId guest, CancellationToken cancellationToken = default)
    {
        Calls.Add("thaw");
        return inner.UnfreezeAsync(guest, cancellationToken);
    }
}
