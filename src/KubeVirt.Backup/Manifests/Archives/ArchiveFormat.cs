namespace KubeVirt.Backup.Manifests;

/// <summary>The format of a file by its first bytes, whatever its name.</summary>
internal enum ArchiveFormat
{
    /// <summary>No archive: YAML or JSON, most likely.</summary>
    None,

    /// <summary>A tar that is not compressed.</summary>
    Tar,

    /// <summary>A gzip, which should hold a tar.</summary>
    GZip,

    /// <summary>An encrypted archive, which holds one of the others.</summary>
    Encrypted,
}
