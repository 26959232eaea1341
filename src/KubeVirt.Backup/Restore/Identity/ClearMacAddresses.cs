namespace KubeVirt.Backup.Restore;

/// <summary>Removes the MAC addresses of all interfaces, so that a copy gets its own and does not fight with the original.</summary>
/// <remarks>Source: KubeVirt docs/backup-restore-integration.md. For machines, standalone instances, replica sets and pools.</remarks>
public sealed class ClearMacAddresses() : RestorePolicy("clear-mac-addresses")
{
    /// <inheritdoc/>
    public override void Apply(RestoreContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (MachineSpec.PointerIn(context.Id.Kind) is not { } spec)
            return;
        foreach (var address in context.Draft.Find(spec + "/domain/devices/interfaces/*/macAddress"))
            context.Draft.Remove(address);
    }
}
