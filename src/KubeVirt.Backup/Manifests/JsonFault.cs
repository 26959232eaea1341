using System.Text.Json;

namespace KubeVirt.Backup.Manifests;

/// <summary>Where and why a JSON text breaks off.</summary>
/// <param name="Offset">The byte at which it breaks off, in the whole text.</param>
/// <param name="Exception">The reader's exception. Its position counts from the start of the document.</param>
internal readonly record struct JsonFault(int Offset, JsonException Exception)
{
    /// <summary>The reader's message without its position.</summary>
    public string Reason
    {
        get
        {
            var end = Exception.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
            return end < 0 ? Exception.Message : Exception.Message[..end];
        }
    }
}
