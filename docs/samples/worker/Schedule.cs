namespace KubeVirt.Backup.Worker;

/// <summary>When backups run.</summary>
/// <param name="Once">Now and not again; otherwise now and each time that <see cref="BackupSettings.Every"/> is over.</param>
internal sealed record Schedule(bool Once);
