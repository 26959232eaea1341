namespace KubeVirt.Backup.Rehearsal;

/// <summary>Labels, annotations, finalizers and messages of KubeVirt's controllers.</summary>
/// <remarks>Source: KubeVirt staging/src/kubevirt.io/api/core/v1/types.go, pkg/controller/controller.go.</remarks>
internal static class KubeVirtNames
{
    public const string ApiVersion = "kubevirt.io/v1";
    public const string CreatedBy = "kubevirt.io/created-by";
    public const string StateFor = "persistent-state-for";
    public const string ImmediateDataVolumes = "kubevirt.io/immediate-data-volume-creation";
    public const string MachineFinalizer = "kubevirt.io/virtualMachineControllerFinalize";
    public const string PoolFinalizer = "pool.kubevirt.io/finalizer";
    public const string SnapshotFinalizer = "snapshot.kubevirt.io/snapshot-source-protection";
    public const string RevisionNameAt = "/status/virtualMachineRevisionName";

    public const string FailedCreate = "FailedCreate";
    public const string FailedPvcNotFound = "FailedPvcNotFound";
}
