namespace KubeVirt.Backup.Manifests;

/// <summary>
/// A YAML document can be parsed but cannot become JSON. The reader catches it and reports a finding.
/// </summary>
/// <param name="findingId">The id of the finding.</param>
/// <param name="message">What is wrong and what to do.</param>
internal sealed class YamlRefusedException(string findingId, string message) : Exception(message)
{
    /// <summary>The id of the finding.</summary>
    public string FindingId { get; } = findingId;
}
