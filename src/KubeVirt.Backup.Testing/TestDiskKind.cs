namespace KubeVirt.Backup.Testing;

/// <summary>What a disk of a test machine is of.</summary>
internal enum TestDiskKind
{
    /// <summary>An image, which holds no data.</summary>
    ContainerDisk,

    /// <summary>A DataVolume of the machine's template, and its claim.</summary>
    DataVolume,

    /// <summary>A claim alone.</summary>
    Claim,

    /// <summary>Cloud-init data of a Secret.</summary>
    Secret,

    /// <summary>A ConfigMap.</summary>
    ConfigMap,
}
