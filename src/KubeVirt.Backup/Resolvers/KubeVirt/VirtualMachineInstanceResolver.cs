using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Resolvers;

/// <summary>
/// References of a VirtualMachineInstance: its spec, the volumes it has mounted, its persistent state and its launcher
/// pods.
/// </summary>
/// <remarks>
/// A standalone instance is a root of its own. That of a machine shows what the machine's spec does not: hot-plugged
/// volumes, and claims between which data moves.
/// Source: KubeVirt staging/src/kubevirt.io/api/core/v1/types.go, VirtualMachineInstanceStatus;
/// pkg/virt-controller/services/template.go for the pods' label.
/// </remarks>
public sealed class VirtualMachineInstanceResolver()
    : TableResolver(
        Kinds.VirtualMachineInstance,
        [
            .. VirtualMachineInstanceSpec.Rules("/spec"),
            new(
                "/status/volumeStatus/*/persistentVolumeClaimInfo/claimName",
                Kinds.PersistentVolumeClaim,
                "mounted volume"
            )
            {
                Requirement = Requirement.Optional,
                HoldsData = true,
                Source = "kubevirt.io/api/core/v1/types.go",
            },
            new("/status/volumeStatus/*/memoryDumpVolume/claimName", Kinds.PersistentVolumeClaim, "memory dump")
            {
                Requirement = Requirement.Optional,
                Source = "kubevirt.io/api/core/v1/types.go",
            },
            .. MigratedVolumes.Rules("/status/migratedVolumes"),
            .. MigrationState.Rules("/status/migrationState"),
            new("/status/virtualMachineRevisionName", Kinds.ControllerRevision, "spec that the guest was started from")
            {
                Requirement = Requirement.Optional,
                Source = "kubevirt.io/api/core/v1/types.go",
            },
        ],
        [.. BackendStorage.Texts, .. Account.Texts],
        State.Flags
    )
{
    private static readonly BackendStorage State = new("/spec");
    private static readonly LauncherAccount Account = new("/spec");

    /// <inheritdoc/>
    protected override void ResolveMore(ResourceFields fields, ReferenceCollector references)
    {
        ArgumentNullException.ThrowIfNull(references);
        State.Resolve(fields, references);
        Account.Resolve(fields, references);
        // Several pods can match: the source and the target of a migration.
        if (fields.Text("/metadata/uid") is { } uid)
        {
            references.Add(
                Reference.Derived(
                    ReferenceTarget.Labelled(Kinds.Pod, fields.Resource.Id.Namespace, "kubevirt.io/created-by", uid),
                    "/metadata/uid",
                    Relation.Runs,
                    Requirement.WhenPresent,
                    "launcher pod"
                )
            );
        }
    }
}
