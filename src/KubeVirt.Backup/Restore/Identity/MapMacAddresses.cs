using System.Collections.Frozen;
using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// Gives interfaces the MAC addresses of a map, by their old address or by machine and name; the latter counts where
/// both do. An address on a replica set or a pool is removed instead, since all instances would share the new
/// one.
/// </summary>
/// <remarks>
/// For networks that know guests by addresses which somebody assigns: DHCP reservations, port security. Interfaces that
/// the map does not name are left alone. To be used after a preset that clears addresses: it knows what each interface
/// had. An address that the map gives to others is kept, too, so that a second restore does not clear what the first
/// has given.
/// Source: KubeVirt pkg/network/link/mac.go for what an address is; pkg/virt-controller/watch/clone/vm-target.go for
/// new addresses by interface.
/// </remarks>
public sealed class MapMacAddresses : RestorePolicy
{
    private readonly FrozenDictionary<MacAddress, MacAddress> _addresses;
    private readonly FrozenDictionary<MachineInterface, MacAddress> _interfaces;
    private readonly FrozenSet<MacAddress> _results;
    private readonly ILookup<ResourceId, string> _machines;

    /// <summary>Takes either form of map, or both.</summary>
    /// <param name="addresses">Old address to new one, divided by colons, hyphens or dots. Default: none.</param>
    /// <param name="interfaces">Interface to new address. Default: none.</param>
    /// <exception cref="ArgumentException">
    /// Texts are no addresses that an interface can have, or the map does not end where it leads to; the message lists
    /// all of them.
    /// </exception>
    public MapMacAddresses(
        IReadOnlyDictionary<string, string>? addresses = null,
        IReadOnlyDictionary<MachineInterface, string>? interfaces = null
    )
        : base("map-mac-addresses")
    {
        addresses ??= FrozenDictionary<string, string>.Empty;
        interfaces ??= FrozenDictionary<MachineInterface, string>.Empty;
        var refused = MacMapFaults.Find(addresses, interfaces).Order(StringComparer.Ordinal).ToList();
        if (refused.Count > 0)
            throw new ArgumentException($"The map of MAC addresses cannot be used: {string.Join("; ", refused)}.");

        _addresses = addresses.ToFrozenDictionary(
            pair => MacAddress.TryParse(pair.Key)!.Value,
            pair => MacAddress.TryParse(pair.Value)!.Value
        );
        _interfaces = interfaces.ToFrozenDictionary(pair => pair.Key, pair => MacAddress.TryParse(pair.Value)!.Value);
        _results = _addresses.Values.Concat(_interfaces.Values).ToFrozenSet();
        _machines = interfaces.Keys.ToLookup(given => given.Machine, given => given.Name);
    }

    /// <inheritdoc/>
    public override IReadOnlyCollection<string> Follows => ["clear-mac-addresses"];

    /// <inheritdoc/>
    public override IEnumerable<ResourceId> Named => _machines.Select(machine => machine.Key);

    /// <inheritdoc/>
    public override void Apply(RestoreContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var interfaces = MacDraft.Interfaces(context);
        foreach (var (nic, name, address) in interfaces)
        {
            if (Wanted(new MachineInterface(context.Id, name), address) is { } wanted)
                MacDraft.Set(context, nic, wanted);
        }

        foreach (var absent in _machines[context.Id].Except(interfaces.Select(nic => nic.Name)))
            context.Report(
                FindingIds.MapUnused,
                FindingSeverity.Warning,
                null,
                $"A map gives a MAC address to the interface '{absent}', which the machine has not. Check its spelling."
            );
    }

    /// <summary>The address that an interface gets; <see langword="null"/> where the map has none for it.</summary>
    private MacAddress? Wanted(MachineInterface nic, string? address)
    {
        if (_interfaces.TryGetValue(nic, out var given))
            return given;
        if (MacAddress.TryParse(address) is not { } old)
            return null;
        if (_addresses.TryGetValue(old, out var mapped))
            return mapped;

        // What the map gave in an earlier restore stays, where a preset has cleared it in this one.
        return _results.Contains(old) ? old : null;
    }
}
