namespace KubeVirt.Backup.Findings;

/// <summary>How much a finding matters.</summary>
public enum FindingSeverity
{
    /// <summary>Good to know, nothing to do.</summary>
    Info,

    /// <summary>
    /// A restore works if something holds that this library cannot see, such as what the target cluster has.
    /// </summary>
    Warning,

    /// <summary>What is restored fails or loses data, or a part of the input was not read.</summary>
    Error,
}
