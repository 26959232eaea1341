namespace KubeVirt.Backup.Platforms;

/// <summary>What an annotation about fixed addresses holds.</summary>
public enum AddressKind
{
    /// <summary>IP addresses, or a pool of them.</summary>
    Ip,

    /// <summary>Addresses of the link layer.</summary>
    Mac,
}
