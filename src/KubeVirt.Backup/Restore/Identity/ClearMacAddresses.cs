namespace KubeVirt.Backup.Restore;

/// <summary>
/// Removes the MAC addresses of all interfaces, and annotations that ask a network for them, so that a copy gets its
/// own and does not fight with the original.
/// </summary>
/// <remarks>
/// The target gives an interface without an address a random one at each start, or KubeMacPool one that stays.
/// <see cref="MapMacAddresses"/> and <see cref="GenerateMacAddresses"/> after this policy give addresses that stay,
/// too.
/// Source: KubeVirt docs/backup-restore-integration.md. For machines, standalone instances, replica sets and pools.
/// What the guest may tie to an address is reported.
/// </remarks>
public sealed class ClearMacAddresses() : RestorePolicy("clear-mac-addresses")
{
    /// <inheritdoc/>
    public override void Apply(RestoreContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        foreach (var (nic, _, _) in MacDraft.Interfaces(context))
            MacDraft.Set(context, nic, null);
        foreach (var annotation in StaticAddressKeys.FindMac(context))
            context.Draft.Remove(annotation);
        NetworkSelections.Remove(context, NetworkSelections.Macs);
    }
}
