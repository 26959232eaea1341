using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Manifests;

/// <summary>How manifests are read.</summary>
public sealed record ManifestOptions
{
    /// <summary>The namespace of an object of a namespaced kind that names none. <c>default</c> unless set.</summary>
    /// <exception cref="ArgumentException">The value is no name of a namespace.</exception>
    public string DefaultNamespace
    {
        get;
        init =>
            field = DnsNames.IsLabel(value)
                ? value
                : throw new ArgumentException(
                    $"'{value}' is no name of a namespace: use lower-case letters, digits and hyphens."
                );
    } = "default";

    /// <summary>
    /// The most bytes of JSON one YAML document may expand to, so that aliases cannot fill the memory. 256 MiB unless
    /// set.
    /// </summary>
    public int MaxBytes { get; init; } = 256 << 20;

    /// <summary>
    /// The deepest nesting of one object. 256 unless set; the rest of the library reads no deeper either.
    /// </summary>
    public int MaxDepth { get; init; } = JsonLimits.MaxDepth;

    /// <summary>
    /// Whether objects are kept without their metadata.managedFields: a third of the memory less, or more, where an API
    /// server wrote them. For plans of whole clusters, which never look there; what is written to an archive then lacks
    /// them, too. <see langword="false"/> unless set: objects are exactly as they were read.
    /// </summary>
    /// <remarks>What is left out is not looked at either: keys that stand twice in it, say, are not reported.</remarks>
    public bool DropManagedFields { get; init; }

    /// <summary>
    /// How much an archive may hold. The defaults of <see cref="Manifests.ArchiveLimits"/> unless set.
    /// </summary>
    public ArchiveLimits ArchiveLimits { get; init; } = new();
}
