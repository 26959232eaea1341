namespace KubeVirt.Backup.Manifests;

/// <summary>
/// A path that holds the manifests is missing or cannot be opened. What is wrong inside a file is a finding instead.
/// </summary>
public sealed class ManifestException : IOException
{
    /// <summary>Without a message.</summary>
    public ManifestException() { }

    /// <summary>With one line that names the paths and what to do.</summary>
    public ManifestException(string message)
        : base(message) { }

    /// <summary>With one line that names the paths and what to do, and the cause.</summary>
    public ManifestException(string message, Exception innerException)
        : base(message, innerException) { }
}
