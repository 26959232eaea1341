using System.Collections.Frozen;
using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// Gives interfaces the MAC addresses that a map says, by their old address or by machine and name; the latter counts
/// where both do. An address on a replica set or a pool is removed instead, since all instances would share the new
/// one.
/// </summary>
/// <remarks>
/// Source: KubeVirt pkg/network/link/mac.go for what an address is; pkg/virt-controller/watch/clone/vm-target.go for
/// new addresses by interface.
/// </remarks>
public sealed class MapMacAddresses : RestorePolicy
{
    private readonly FrozenDictionary<MacAddress, MacAddress> _addresses;
    private readonly FrozenDictionary<MachineInterface, MacAddress> _interfaces;
    private readonly ILookup<ResourceId, string> _machines;

    /// <summary>Maps.</summary>
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
        var refused = Refused(addresses, interfaces).Order(StringComparer.Ordinal).ToList();
        if (refused.Count > 0)
            throw new ArgumentException($"The map of MAC addresses cannot be used: {string.Join("; ", refused)}.");
        _addresses = addresses.ToFrozenDictionary(
            pair => MacAddress.TryParse(pair.Key)!.Value,
            pair => MacAddress.TryParse(pair.Value)!.Value
        );
        _interfaces = interfaces.ToFrozenDictionary(pair => pair.Key, pair => MacAddress.TryParse(pair.Value)!.Value);
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
            if (
                _interfaces.TryGetValue(new MachineInterface(context.Id, name), out var wanted)
                || (MacAddress.TryParse(address) is { } old && _addresses.TryGetValue(old, out wanted))
            )
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

    private static IEnumerable<string> Refused(
        IReadOnlyDictionary<string, string> addresses,
        IReadOnlyDictionary<MachineInterface, string> interfaces
    )
    {
        foreach (var text in addresses.Keys.Where(text => MacAddress.TryParse(text) is null))
            yield return $"'{text}' is no MAC address";
        foreach (var text in addresses.Values.Concat(interfaces.Values))
        {
            if (MacAddress.TryParse(text) is not { } address)
                yield return $"'{text}' is no MAC address";
            else if (address.Fault is { } fault)
                yield return $"'{text}' can be given to no interface, {fault}";
        }

        // Applied to its own result such a map would change it again.
        var known = addresses
            .Select(pair => (Old: MacAddress.TryParse(pair.Key), Now: MacAddress.TryParse(pair.Value)))
            .Where(pair => pair is { Old: not null, Now: not null })
            .ToList();
        var moved = known.Where(pair => pair.Old != pair.Now).Select(pair => pair.Old).ToHashSet();
        foreach (var (old, now) in known.Where(pair => pair.Old != pair.Now && moved.Contains(pair.Now)))
            yield return $"{old} becomes {now}, which is mapped itself; exchange addresses by interface";
        foreach (
            var group in known
                .GroupBy(pair => pair.Now)
                .Where(group => group.Select(pair => pair.Old).Distinct().Count() > 1)
        )
            yield return $"{string.Join(" and ", group.Select(pair => pair.Old))} would both become {group.Key}";
        foreach (var group in known.GroupBy(pair => pair.Old).Where(group => group.Count() > 1))
            yield return $"{group.Key} is mapped more than once";
    }
}
