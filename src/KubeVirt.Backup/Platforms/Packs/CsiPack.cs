using static KubeVirt.Backup.Platforms.KindSet;

namespace KubeVirt.Backup.Platforms;

/// <summary>What is known of CSI: snapshots, their classes, and the marks of provisioners on claims.</summary>
internal static class CsiPack
{
    private const string Snapshotter = "external-snapshotter client/config/crd";
    private const string Trident = "Trident frontend/csi/controller_helpers/kubernetes/config.go, helper.go";

    /// <summary>The tables.</summary>
    public static PlatformPack Pack { get; } =
        new("CSI")
        {
            Classes =
            [
                new(ObjectClass.Environment, "It belongs to the cluster, not to a machine.", Snapshotter)
                {
                    Kinds = Of(
                        "VolumeSnapshotClass.snapshot.storage.k8s.io VolumeSnapshotContent.snapshot.storage.k8s.io",
                        "VolumeGroupSnapshotClass.groupsnapshot.storage.k8s.io",
                        "VolumeGroupSnapshotContent.groupsnapshot.storage.k8s.io"
                    ),
                },
                new(ObjectClass.Action, "It is an action: created again it would run again.", Snapshotter)
                {
                    Kinds = Of(
                        "VolumeSnapshot.snapshot.storage.k8s.io VolumeGroupSnapshot.groupsnapshot.storage.k8s.io"
                    ),
                },
                new(ObjectClass.Action, "It belongs to an action, which is not restored either.", Snapshotter)
                {
                    Owners = Of(
                        "VolumeSnapshot.snapshot.storage.k8s.io VolumeGroupSnapshot.groupsnapshot.storage.k8s.io"
                    ),
                },
            ],
            Expected = [.. Expected(Snapshotter, Kinds.VolumeSnapshotClass)],
            Keys =
            [
                new(
                    Of("PersistentVolumeClaim DataVolume.cdi.kubevirt.io"),
                    "The provisioner would take the volume from its old source again, or fail since that is gone.",
                    Trident
                )
                {
                    Annotations =
                    [
                        "trident.netapp.io/cloneFromPVC",
                        "trident.netapp.io/cloneFromSnapshot",
                        "trident.netapp.io/cloneFromNamespace",
                        "trident.netapp.io/shareFromPVC",
                        "trident.netapp.io/importOriginalName",
                        "trident.netapp.io/importBackendUUID",
                        "trident.netapp.io/internalSnapshotName",
                        "trident.netapp.io/mirrorRelationship",
                    ],
                },
                new(
                    Of("PersistentVolumeClaim DataVolume.cdi.kubevirt.io"),
                    "The provisioner would restore the volume from that snapshot again.",
                    "kubernetes-incubator/external-storage snapshot/pkg/client, which Stork follows"
                )
                {
                    Annotations = ["snapshot.alpha.kubernetes.io/snapshot", "stork.libopenstorage.org/snapshot-*"],
                },
                new(
                    Of("PersistentVolumeClaim"),
                    "Kubernetes notes how the claim was bound.",
                    "Kubernetes staging/src/k8s.io/component-helpers/storage/volume/pv_helpers.go"
                )
                {
                    Annotations =
                    [
                        "pv.kubernetes.io/*",
                        "volume.kubernetes.io/*",
                        "volume.beta.kubernetes.io/storage-provisioner",
                    ],
                },
            ],
        };
}
