namespace KubeVirt.Backup.Restore;

/// <summary>
/// Removes the annotations by which guests ask for fixed IP or MAC addresses, so that a copy does not ask for those of
/// the original.
/// </summary>
/// <remarks>
/// Calico, Kube-OVN and KubeVirt's IPAM are known, and the network selections of multus. What stands in the guest
/// itself, or in cloud-init's network data, is not touched. <see cref="MapStaticAddresses"/> replaces addresses
/// instead.
/// </remarks>
public sealed class ClearStaticAddresses() : RestorePolicy("clear-static-addresses")
{
    /// <inheritdoc/>
    public override void Apply(RestoreContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        foreach (var annotation in StaticAddressKeys.FindIp(context).Concat(StaticAddressKeys.FindMac(context)))
            context.Draft.Remove(annotation);
        NetworkSelections.Remove(context, NetworkSelections.Addresses);
    }
}
