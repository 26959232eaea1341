namespace KubeVirt.Backup.Restore;

/// <summary>Removes the serial numbers of firmware and chassis, so that a copy is not taken for the original.</summary>
/// <remarks>
/// For machines, instances, replica sets and pools. <see cref="NewSerial"/> after it gives serials that stay the same
/// at each restore.
/// Source: KubeVirt docs/backup-restore-integration.md. KubeVirt from 1.6.1 on gives a machine without a firmware
/// serial a random one at creation.
/// </remarks>
public sealed class ClearFirmwareSerial() : RestorePolicy("clear-firmware-serial")
{
    /// <inheritdoc/>
    public override void Apply(RestoreContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (MachineSpec.PointerIn(context.Id.Kind) is not { } spec)
            return;

        context.Draft.Remove(spec + "/domain/firmware/serial");
        context.Draft.Remove(spec + "/domain/chassis/serial");
    }
}
