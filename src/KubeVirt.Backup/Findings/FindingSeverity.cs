namespace KubeVirt.Backup.Findings;

/// <summary>How much a finding matters.</summary>
public enum FindingSeverity
{
    /// <summary>Worth knowing; nothing to do.</summary>
    Info,

    /// <summary>Works here, may not work elsewhere, or needs something that the target is expected to bring.</summary>
    Warning,

    /// <summary>A restore from this will fail, or loses something.</summary>
    Error,
}
