namespace KubeVirt.Backup.Resolvers;

/// <summary>References of a VirtualMachineBackupTracker: the machine whose changed blocks it follows.</summary>
/// <remarks>
/// Without its machine a tracker is of no use, and with another one the next backup must be a full one. Source:
/// KubeVirt staging/src/kubevirt.io/api/backup/v1alpha1/types.go.
/// </remarks>
public sealed class VirtualMachineBackupTrackerResolver()
    : TableResolver(
        Kinds.VirtualMachineBackupTracker,
        [
            new("/spec/source/name", default, "tracked machine")
            {
                KindFrom = KindFrom.ApiGroupAndKind,
                Source = "kubevirt.io/api/backup/v1alpha1/types.go",
            },
        ]
    );
