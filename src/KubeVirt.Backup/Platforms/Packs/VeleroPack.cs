using static KubeVirt.Backup.Platforms.KindSet;

namespace KubeVirt.Backup.Platforms;

/// <summary>What is known of Velero and other backup products: their runs are actions, and their marks are theirs.</summary>
internal static class VeleroPack
{
    /// <summary>Under which velero's KubeVirt plugin finds a claim and its snapshot again.</summary>
    private const string PluginLabel = "velero.kubevirt.io/pvc-uid";

    /// <summary>The tables.</summary>
    public static PlatformPack Pack { get; } =
        new("Velero and other backup products")
        {
            Classes =
            [
                new(
                    ObjectClass.Action,
                    "It is an action: created again it would run again.",
                    "velero pkg/apis/velero/v1, v2alpha1; Stork pkg/apis/stork/v1alpha1; Kanister, Kasten and K8up APIs"
                )
                {
                    Kinds = Of(
                        "Backup.velero.io Restore.velero.io Schedule.velero.io PodVolumeBackup.velero.io",
                        "PodVolumeRestore.velero.io DataUpload.velero.io DataDownload.velero.io",
                        "DeleteBackupRequest.velero.io DownloadRequest.velero.io ServerStatusRequest.velero.io",
                        "ApplicationBackup.stork.libopenstorage.org ApplicationRestore.stork.libopenstorage.org",
                        "ApplicationClone.stork.libopenstorage.org Migration.stork.libopenstorage.org",
                        "VolumeSnapshotRestore.stork.libopenstorage.org ActionSet.cr.kanister.io",
                        "BackupAction.actions.kio.kasten.io RestoreAction.actions.kio.kasten.io",
                        "RunAction.actions.kio.kasten.io ExportAction.actions.kio.kasten.io",
                        "Backup.k8up.io Restore.k8up.io Archive.k8up.io Check.k8up.io Prune.k8up.io",
                        "ImportAction.actions.kio.kasten.io Backup.triliovault.trilio.io Restore.triliovault.trilio.io"
                    ),
                },
            ],
            SavedLabels =
            [
                new(
                    Kinds.PersistentVolumeClaim,
                    PluginLabel,
                    "velero.kubevirt.io/original-pvc-uid",
                    "kubevirt-velero-plugin pkg/plugin/pvc_backup_item_action.go"
                ),
                new(
                    Kinds.VolumeSnapshot,
                    PluginLabel,
                    "velero.kubevirt.io/original-volumesnapshot-uid",
                    "kubevirt-velero-plugin pkg/plugin/volumesnapshot_backup_item_action.go"
                ),
            ],
            Keys =
            [
                new(
                    [],
                    "Velero marks what it restored, and deletes by the mark.",
                    "velero pkg/apis/velero/v1/labels_annotations.go"
                )
                {
                    Labels = ["velero.io/backup-name", "velero.io/restore-name"],
                },
            ],
        };
}
