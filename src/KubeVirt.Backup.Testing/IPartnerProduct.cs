namespace KubeVirt.Backup.Testing;

/// <summary>
/// A backup product, as <see cref="PartnerScenarios"/> use it: what it does with objects of a cluster. Moving the bytes of
/// volumes is no part of it.
/// </summary>
/// <remarks>
/// A product that cannot do what is asked throws <see cref="NotSupportedException"/>, and the scenario does not apply; its
/// message is the reason.
/// </remarks>
public interface IPartnerProduct
{
    /// <summary>
    /// Backs up machines, with all that they need. A VolumeSnapshot, VolumeGroupSnapshot or VirtualMachineSnapshot that is
    /// created in the cluster is taken at once.
    /// </summary>
    /// <param name="backup">Which machines.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>Whatever the product needs to restore them; nobody else looks into it.</returns>
    /// <exception cref="NotSupportedException">The product has no such backup.</exception>
    Task<object> BackupAsync(PartnerBackup backup, CancellationToken cancellationToken);

    /// <summary>
    /// Restores what was backed up. Claims are bound and DataVolumes succeed at once, so that a wait for them ends; the bytes
    /// count as restored into each claim that the product creates.
    /// </summary>
    /// <param name="archive">What the backup returned.</param>
    /// <param name="restore">Where to.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="NotSupportedException">The product has no such restore.</exception>
    Task RestoreAsync(object archive, PartnerRestore restore, CancellationToken cancellationToken);
}
