namespace KubeVirt.Backup.Graph;

/// <summary>How a reference finds its target.</summary>
public enum TargetMode
{
    /// <summary>By name: one target.</summary>
    Name,

    /// <summary>By the value of a label: any number of targets.</summary>
    Label,

    /// <summary>By the owner's UID in the targets' ownerReferences: any number of targets.</summary>
    OwnerUid,

    /// <summary>
    /// By the label selector at the path of the reference, among the objects of the plan: any number of targets.
    /// </summary>
    Selector,
}
