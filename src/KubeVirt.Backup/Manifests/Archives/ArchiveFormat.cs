namespace KubeVirt.Backup.Manifests;

/// <summary>What a file is by its first bytes, whatever its name says.</summary>
internal enum ArchiveFormat
{
    None,
    Tar,
    GZip,
}
