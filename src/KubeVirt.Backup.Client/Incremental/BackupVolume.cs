namespace KubeVirt.Backup.Client.Incremental;

/// <summary>A volume in a backup.</summary>
/// <param name="Name">Name of the machine's volume.</param>
/// <param name="Data">Where its data can be read; <see langword="null"/> unless the backup is pulled and ready.</param>
/// <param name="Map">
/// Where the list of its changed parts can be read; <see langword="null"/> unless the backup is pulled and ready.
/// </param>
/// <remarks>Source: KubeVirt staging/src/kubevirt.io/api/backup/v1alpha1/types.go, BackupVolumeInfo.</remarks>
public sealed record BackupVolume(string Name, Uri? Data, Uri? Map);
