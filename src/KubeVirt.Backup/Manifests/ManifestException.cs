namespace KubeVirt.Backup.Manifests;

/// <summary>
/// A path is missing or cannot be opened, or nothing that was read is YAML or JSON. What is wrong inside a file is a
/// finding instead.
/// </summary>
public sealed class ManifestException : IOException
{
    /// <summary>Makes an exception without a message.</summary>
    public ManifestException() { }

    /// <summary>Makes an exception with a message.</summary>
    /// <param name="message">One line that names the paths and says what to do.</param>
    public ManifestException(string message)
        : base(message) { }

    /// <summary>Makes an exception with a message and its cause.</summary>
    /// <param name="message">One line that names the paths and says what to do.</param>
    /// <param name="innerException">The cause.</param>
    public ManifestException(string message, Exception innerException)
        : base(message, innerException) { }
}
