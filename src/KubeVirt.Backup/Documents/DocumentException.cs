namespace KubeVirt.Backup.Documents;

/// <summary>A JSON document that cannot be read: it is cut off, of a later format, or not what was asked for.</summary>
/// <param name="message">Where and why, with the JSON pointer, and what to do.</param>
/// <param name="innerException">The fault of the JSON; <see langword="null"/> where there is none.</param>
public sealed class DocumentException(string message, Exception? innerException = null)
    : FormatException(message, innerException);
