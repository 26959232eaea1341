using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Manifests;

/// <summary>How manifests are read, and the limits that protect the memory.</summary>
public sealed record ManifestOptions
{
    /// <summary>
    /// The namespace of an object of a namespaced kind that names none, as kubectl fills it in. Default:
    /// <c>default</c>.
    /// </summary>
    /// <exception cref="ArgumentException">The value cannot be the name of a namespace.</exception>
    public string DefaultNamespace
    {
        get;
        init =>
            field = DnsNames.IsLabel(value)
                ? value
                : throw new ArgumentException(
                    $"The namespace '{value}' is not valid. Use lower-case letters, digits and hyphens."
                );
    } = "default";

    /// <summary>
    /// How many bytes of JSON one YAML document may become, so that its aliases cannot fill the memory. Default: 256
    /// MiB.
    /// </summary>
    public int MaxBytes { get; init; } = 256 << 20;

    /// <summary>
    /// How deeply one object may be nested. Default: 256, beyond which the rest of the library does not read either.
    /// </summary>
    public int MaxDepth { get; init; } = JsonLimits.MaxDepth;

    /// <summary>
    /// Whether objects are kept without their metadata.managedFields, which saves a third of the memory or more where
    /// an API server wrote them. For plans of whole clusters, which never read that field. An archive that is written
    /// from these objects lacks it as well. Default: <see langword="false"/>; objects are exactly as they were read.
    /// </summary>
    /// <remarks>The field is not checked either: a key that stands twice in it is not reported.</remarks>
    public bool DropManagedFields { get; init; }

    /// <summary>
    /// How much an archive may hold. Default: the defaults of <see cref="Manifests.ArchiveLimits"/>.
    /// </summary>
    public ArchiveLimits ArchiveLimits { get; init; } = new();

    /// <summary>
    /// Where the keys of encrypted archives are. Default: <see langword="null"/>, and such an archive is refused.
    /// </summary>
    public ArchiveKeys? ArchiveKeys { get; init; }

    /// <summary>
    /// Whether every file and stream that is read must be an encrypted archive. Without it a reader that has keys also reads
    /// what is not encrypted, which anybody can have written. Default: <see langword="false"/>.
    /// </summary>
    public bool RequiresEncryption { get; init; }
}
