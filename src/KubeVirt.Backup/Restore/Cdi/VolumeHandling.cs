namespace KubeVirt.Backup.Restore;

/// <summary>What happens to a volume when the result of a restore is applied.</summary>
/// <remarks>
/// Source: CDI pkg/controller/datavolume/controller-base.go; KubeVirt pkg/storage/types/dv.go and
/// pkg/virt-controller/watch/vm/vm.go.
/// </remarks>
public enum VolumeHandling
{
    /// <summary>The claim or the DataVolume is refused, gets stuck, or is populated over the restored data.</summary>
    Broken,

    /// <summary>The restored claim is used as it is; it has no DataVolume.</summary>
    Claim,

    /// <summary>The restored DataVolume adopts the restored claim.</summary>
    Adopted,

    /// <summary>KubeVirt makes the DataVolume from the machine's template, and it adopts the restored claim.</summary>
    AdoptedByTemplate,

    /// <summary>The restored DataVolume takes a PersistentVolume that is bound to it beforehand.</summary>
    Static,

    /// <summary>CDI makes the claim and populates it from its source again.</summary>
    Populated,

    /// <summary>
    /// KubeVirt makes the DataVolume from the machine's template and CDI populates it, also for a halted machine.
    /// </summary>
    PopulatedByTemplate,

    /// <summary>The DataVolume waits for a claim that is not among the restored objects.</summary>
    Waiting,
}
