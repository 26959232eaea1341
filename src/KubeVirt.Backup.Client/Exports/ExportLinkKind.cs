namespace KubeVirt.Backup.Client.Exports;

/// <summary>What a link of an export leads to.</summary>
public enum ExportLinkKind
{
    /// <summary>A volume, in the format <c>raw</c>, <c>gzip</c>, <c>dir</c> or <c>tar.gz</c>.</summary>
    Volume,

    /// <summary>Manifests, of the type <c>all</c>, <c>auth-header-secret</c> or <c>oci</c>.</summary>
    Manifest,

    /// <summary>A pulled backup's volume: its <c>data</c>, or the <c>map</c> of what changed.</summary>
    Backup,
}
