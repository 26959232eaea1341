namespace KubeVirt.Backup.Manifests;

/// <summary>
/// An archive cannot be trusted or read: it is cut off or damaged, of an unknown format version, larger than its
/// limits, or holds an entry that no backup holds.
/// </summary>
/// <remarks>
/// Nothing of such an archive is returned. What is wrong with a single object inside of a sound archive is a finding
/// instead.
/// </remarks>
public sealed class ArchiveException : IOException
{
    /// <summary>Without a message.</summary>
    public ArchiveException() { }

    /// <summary>With one line that names the archive, the entry and what to do.</summary>
    public ArchiveException(string message)
        : base(message) { }

    /// <summary>With one line that names the archive, the entry and what to do, and the cause.</summary>
    public ArchiveException(string message, Exception innerException)
        : base(message, innerException) { }
}
