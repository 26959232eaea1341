using System.Text.Json;

namespace KubeVirt.Backup.Manifests;

/// <summary>What breaks a JSON text off.</summary>
/// <param name="Offset">The byte at which it does.</param>
/// <param name="Exception">The reader's own, whose place may count from elsewhere.</param>
internal readonly record struct JsonFault(int Offset, JsonException Exception)
{
    /// <summary>The reader's own words, without a place.</summary>
    public string Reason
    {
        get
        {
            var end = Exception.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
            return end < 0 ? Exception.Message : Exception.Message[..end];
        }
    }
}
