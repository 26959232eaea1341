namespace KubeVirt.Backup.Graph;

/// <summary>What it means if the target of a reference is not found.</summary>
public enum Requirement
{
    /// <summary>The object cannot come back without it.</summary>
    Required,

    /// <summary>The object comes back without it; its absence is still shown.</summary>
    Optional,

    /// <summary>
    /// It is a look whether something is there, not a name that somebody wrote down: its absence means nothing.
    /// </summary>
    WhenPresent,
}
