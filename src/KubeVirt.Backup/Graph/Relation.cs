namespace KubeVirt.Backup.Graph;

/// <summary>What a reference means.</summary>
public enum Relation
{
    /// <summary>
    /// The target must exist before the object that holds the reference. The relation that orders a restore.
    /// </summary>
    Needs,

    /// <summary>
    /// Controllers create the target to run the object: a VirtualMachine its VirtualMachineInstance, that one its
    /// launcher pod, a replica set its instances. The target is placed after the object and is not restored by default.
    /// </summary>
    Runs,

    /// <summary>
    /// The object's ownerReferences name the target. It does not order: a DataVolume is owned by the very
    /// VirtualMachine that needs it.
    /// </summary>
    OwnedBy,
}
