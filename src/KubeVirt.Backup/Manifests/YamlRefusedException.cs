namespace KubeVirt.Backup.Manifests;

/// <summary>A YAML document that parses but cannot become JSON. Never leaves the reader.</summary>
internal sealed class YamlRefusedException(string findingId, string message) : Exception(message)
{
    public string FindingId { get; } = findingId;
}
