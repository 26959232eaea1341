using System.Text.Json;

namespace KubeVirt.Backup.Manifests;

/// <summary>Where and why a JSON text breaks off.</summary>
/// <param name="Offset">The byte at which it breaks off, in the whole text.</param>
/// <param name="Exception">The reader's exception. Its position counts from the start of the document.</param>
internal readonly record struct JsonFault(int Offset, JsonException Exception)
{
    /// <summary>
    /// What kind of fault it is. The reader's own words quote what stands there, which may be a secret or megabytes of
    /// them.
    /// </summary>
    public string Reason =>
        Exception.Message.Contains("reached end of data", StringComparison.Ordinal)
            ? "the text ends before the object does."
            : "what stands there is no JSON.";
}
