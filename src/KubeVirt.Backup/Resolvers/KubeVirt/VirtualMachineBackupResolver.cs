namespace KubeVirt.Backup.Resolvers;

/// <summary>
/// References of a VirtualMachineBackup: the machine or tracker, the claim it writes to, and the Secret with its token.
/// </summary>
/// <remarks>
/// Source: KubeVirt staging/src/kubevirt.io/api/backup/v1alpha1/types.go; pkg/storage/cbt/backup.go. Both modes need
/// the claim.
/// </remarks>
public sealed class VirtualMachineBackupResolver()
    : TableResolver(
        Kinds.VirtualMachineBackup,
        [
            new("/spec/source/name", default, "source of the backup")
            {
                KindFrom = KindFrom.ApiGroupAndKind,
                Source = Api,
            },
            new("/spec/pvcName", Kinds.PersistentVolumeClaim, "claim that the backup writes to") { Source = Api },
            new("/spec/tokenSecretRef", Kinds.Secret, "token of the backup") { Source = Api },
        ]
    )
{
    private const string Api = "kubevirt.io/api/backup/v1alpha1/types.go";
}
