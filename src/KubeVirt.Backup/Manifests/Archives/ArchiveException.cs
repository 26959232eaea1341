namespace KubeVirt.Backup.Manifests;

/// <summary>
/// An archive cannot be trusted or read: it is cut off or damaged, of an unknown format version, larger than its
/// limits, or holds an entry that no backup holds.
/// </summary>
/// <remarks>
/// No object of such an archive is returned. What is wrong with a single object in a valid archive is a finding
/// instead.
/// </remarks>
public sealed class ArchiveException : IOException
{
    /// <summary>Makes an exception without a message.</summary>
    public ArchiveException() { }

    /// <summary>Makes an exception with a message.</summary>
    /// <param name="message">One line that names the archive and the entry and says what to do.</param>
    public ArchiveException(string message)
        : base(message) { }

    /// <summary>Makes an exception with a message and its cause.</summary>
    /// <param name="message">One line that names the archive and the entry and says what to do.</param>
    /// <param name="innerException">The cause.</param>
    public ArchiveException(string message, Exception innerException)
        : base(message, innerException) { }
}
