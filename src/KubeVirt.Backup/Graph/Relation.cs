namespace KubeVirt.Backup.Graph;

/// <summary>What a reference means for a restore.</summary>
public enum Relation
{
    /// <summary>
    /// The target must exist before the object that holds the reference: it is restored in an earlier set.
    /// </summary>
    Needs,

    /// <summary>
    /// Controllers create the target to run the object: a VirtualMachine its VirtualMachineInstance, that one its
    /// launcher pod, a replica set its instances. The target stands in a later set and is not restored by default.
    /// </summary>
    Runs,

    /// <summary>
    /// The object's ownerReferences name the target. This does not order a restore: a DataVolume is owned by the very
    /// VirtualMachine that needs it.
    /// </summary>
    OwnedBy,

    /// <summary>
    /// The object chooses the target by a selector, as a Service chooses the machines it sends traffic to. This does not
    /// order a restore. The object belongs to the plan of its target, see <see cref="Reference.JoinsTarget"/>.
    /// </summary>
    Selects,
}
