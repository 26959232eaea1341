namespace KubeVirt.Backup.Graph;

/// <summary>By what a reference finds its target.</summary>
public enum TargetMode
{
    /// <summary>By name.</summary>
    Name,

    /// <summary>By the value of a label: any number of targets.</summary>
    Label,

    /// <summary>By the UID in the targets' ownerReferences: any number of targets.</summary>
    OwnerUid,
}
