using System.Collections.Concurrent;

namespace KubeVirt.Backup.Client.Freeze;

/// <summary>
/// Guests in memory that freeze and thaw as KubeVirt's do, for samples and tests: the timer thaws by itself, and a
/// second freeze does not prolong it.
/// </summary>
/// <param name="resources">
/// Objects, among them the VirtualMachineInstances, and the VirtualMachines of those that do not run.
/// </param>
/// <param name="time">The clock. Default: the system's.</param>
/// <remarks>Source: KubeVirt pkg/virt-launcher/virtwrap/storage/fsfreeze.go.</remarks>
public sealed class InMemoryGuests(IEnumerable<Resource> resources, TimeProvider? time = null) : IGuestFreezer
{
    private readonly ConcurrentDictionary<ResourceId, DateTimeOffset> _frozenUntil = new();
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly Dictionary<ResourceId, Resource> _objects = (
        resources ?? throw new ArgumentNullException(nameof(resources))
    )
        .Where(resource => resource.Id.Kind == Kinds.VirtualMachineInstance || resource.Id.Kind == Kinds.VirtualMachine)
        .ToDictionary(resource => resource.Id);

    /// <inheritdoc/>
    public ValueTask<GuestStatus?> GetStatusAsync(ResourceId guest, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(_objects.TryGetValue(guest, out var resource) ? Read(resource) : null);
    }

    /// <inheritdoc/>
    public ValueTask<MachineStatus?> GetMachineAsync(ResourceId machine, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!_objects.TryGetValue(machine, out var resource))
            return ValueTask.FromResult<MachineStatus?>(null);

        var read = MachineStatusReader.Read(resource);
        // Objects in memory do not change, and those of files have no version.
        return ValueTask.FromResult<MachineStatus?>(
            read.ResourceVersion.Length > 0 ? read : read with { ResourceVersion = "0" }
        );
    }

    /// <inheritdoc/>
    public async ValueTask FreezeAsync(
        ResourceId guest,
        TimeSpan timeout,
        CancellationToken cancellationToken = default
    )
    {
        var status = await GetStatusAsync(guest, cancellationToken).ConfigureAwait(false)
            ?? throw new FreezeRefusedException($"{guest} not found.");
        if (status.Phase != "Running")
            throw new FreezeRefusedException("VM is not running");
        if (status.IsPaused || !status.HasAgent || status.IsMigrating)
            throw new FreezeRefusedException("The guest agent did not freeze the guest.");
        if (!IsFrozen(guest))
            _frozenUntil[guest] = _time.GetUtcNow() + timeout;
    }

    /// <inheritdoc/>
    public ValueTask UnfreezeAsync(ResourceId guest, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _frozenUntil.TryRemove(guest, out _);
        return ValueTask.CompletedTask;
    }

    /// <summary>Whether a guest is frozen now: it was frozen, not thawed, and its timer has not run out.</summary>
    /// <param name="guest">The VirtualMachineInstance.</param>
    public bool IsFrozen(ResourceId guest) =>
        _frozenUntil.TryGetValue(guest, out var until) && _time.GetUtcNow() < until;

    private GuestStatus Read(Resource guest) => GuestStatusReader.Read(guest) with { IsFrozen = IsFrozen(guest.Id) };
}
