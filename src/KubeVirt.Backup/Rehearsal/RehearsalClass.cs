namespace KubeVirt.Backup.Rehearsal;

/// <summary>A StorageClass of the target.</summary>
/// <param name="Name">Its name.</param>
/// <param name="HasCsiDriver">
/// Whether its provisioner has a CSIDriver. CDI then fills volumes beside the claim and rebinds them; without one its
/// worker writes into the claim itself. <see langword="null"/> where nobody knows: what CDI makes to fill a claim is
/// unknown then.
/// </param>
/// <param name="WaitsForConsumer">Whether its volumes are made only once a pod asks for them.</param>
/// <remarks>
/// Source: CDI pkg/controller/datavolume/controller-base.go (shouldUseCDIPopulator); Kubernetes StorageClass
/// volumeBindingMode.
/// </remarks>
public sealed record RehearsalClass(string Name, bool? HasCsiDriver = true, bool WaitsForConsumer = false)
{
    /// <summary>
    /// The part of a filesystem volume that CDI adds for this class; <see langword="null"/>, the default, for
    /// <see cref="RehearsalTarget.FilesystemOverhead"/>.
    /// </summary>
    public decimal? FilesystemOverhead { get; init; }

    /// <summary>Its provisioner, as messages name it.</summary>
    public string Provisioner { get; init; } = Name.Replace('-', '.');
}
