namespace KubeVirt.Backup.Graph;

/// <summary>Whether an object can be restored without the target of its reference.</summary>
public enum Requirement
{
    /// <summary>The object fails or loses data without the target.</summary>
    Required,

    /// <summary>The object works without the target. That the target is absent is still reported.</summary>
    Optional,

    /// <summary>
    /// Nobody wrote the target down: the resolver looks whether it exists, under a name or label that the platform
    /// uses. That it is absent means nothing and is not reported.
    /// </summary>
    WhenPresent,
}
