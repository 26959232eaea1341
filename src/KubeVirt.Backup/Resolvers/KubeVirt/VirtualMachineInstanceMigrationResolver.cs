namespace KubeVirt.Backup.Resolvers;

/// <summary>References of a VirtualMachineInstanceMigration: the guest, and the state of the migration.</summary>
/// <remarks>
/// A migration is an action, which a restore does not repeat. While one is under way it names claims with persistent
/// state that nothing else does.
/// Source: KubeVirt staging/src/kubevirt.io/api/core/v1/types.go, VirtualMachineInstanceMigrationSpec.
/// </remarks>
public sealed class VirtualMachineInstanceMigrationResolver()
    : TableResolver(
        Kinds.VirtualMachineInstanceMigration,
        [
            new("/spec/vmiName", Kinds.VirtualMachineInstance, "guest to migrate")
            {
                OptionalWhen = Over,
                IsLeftWhenUsedUp = true,
                Source = "kubevirt.io/api/core/v1/types.go",
            },
            .. MigrationState.Rules("/status/migrationState"),
        ]
    )
{
    private static readonly FieldCondition[] Over = [new("/status/phase", "Succeeded"), new("/status/phase", "Failed")];
}
