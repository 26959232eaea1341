using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Resolvers;

/// <summary>The references in the state of a live migration.</summary>
/// <remarks>
/// Source: KubeVirt staging/src/kubevirt.io/api/core/v1/types.go, VirtualMachineInstanceMigrationState. Until the
/// hand-off the target's claim has no label by which it could be found; after it the source's is gone.
/// </remarks>
internal static class MigrationState
{
    /// <summary>The rows for the claims on both sides, and for the policy by which the guest migrates.</summary>
    /// <param name="at">Where the state stands.</param>
    public static IEnumerable<ReferenceRule> Rules(string at) =>
        [
            State(at + "/sourcePersistentStatePVCName"),
            State(at + "/targetPersistentStatePVCName"),
            State(at + "/sourceState/persistentStatePVCName"),
            State(at + "/targetState/persistentStatePVCName"),
            new(at + "/migrationPolicyName", Kinds.MigrationPolicy, "policy of the migration")
            {
                Requirement = Requirement.WhenPresent,
                IsLeft = true,
                Source = "kubevirt.io/api/core/v1/types.go",
            },
        ];

    private static ReferenceRule State(string path) =>
        new(path, Kinds.PersistentVolumeClaim, "persistent state during a migration")
        {
            Requirement = Requirement.Optional,
            Source = "kubevirt.io/api/core/v1/types.go",
        };
}
