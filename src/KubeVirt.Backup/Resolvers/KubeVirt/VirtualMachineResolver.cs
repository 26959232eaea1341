using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Resolvers;

/// <summary>
/// References of a VirtualMachine: its template, DataVolume templates, instancetype and preference, persistent state,
/// and the guest that runs it.
/// </summary>
/// <remarks>
/// This is where most backups start: the machine leads to everything that it needs to start again, and by <c>runs</c>
/// to what is running now. The status counts, too: it names stored instancetypes and volumes that are on their way.
/// Source: KubeVirt staging/src/kubevirt.io/api/core/v1/types.go, VirtualMachineSpec and VirtualMachineStatus.
/// </remarks>
public sealed class VirtualMachineResolver()
    : TableResolver(
        Kinds.VirtualMachine,
        [
            .. VirtualMachineInstanceSpec.Rules(Template),
            .. Matchers.Rules(""),
            .. DataVolumeSpec.Templates("/spec/dataVolumeTemplates/*"),
            new("/status/memoryDumpRequest/claimName", Kinds.PersistentVolumeClaim, "memory dump")
            {
                Requirement = Requirement.Optional,
                Source = "kubevirt.io/api/core/v1/types.go",
            },
            .. MigratedVolumes.Rules("/status/volumeUpdateState/volumeMigrationState/migratedVolumes"),
            Requested("/persistentVolumeClaim/claimName", Kinds.PersistentVolumeClaim) with
            {
                HoldsData = true,
                ReadOnlyField = "readOnly",
            },
            Requested("/dataVolume/name", Kinds.DataVolume),
            Requested("/dataVolume/name", Kinds.PersistentVolumeClaim) with
            {
                HoldsData = true,
            },
            // The pool makes it anew with the first machine it adds.
            new(
                "/metadata/labels/kubevirt.io~1vm-pool-revision-name",
                Kinds.ControllerRevision,
                "revision of the pool that made the machine"
            )
            {
                Requirement = Requirement.Optional,
                IsLeft = true,
                Source = "kubevirt pkg/virt-controller/watch/pool/pool.go",
            },
        ],
        [.. BackendStorage.Texts, .. Account.Texts],
        [.. State.Flags, Created]
    )
{
    private const string Template = "/spec/template/spec";
    private const string Created = "/status/created";

    private static readonly BackendStorage State = new(Template);
    private static readonly LauncherAccount Account = new(Template);

    /// <inheritdoc/>
    protected override void ResolveMore(ResourceFields fields, ReferenceCollector references)
    {
        ArgumentNullException.ThrowIfNull(references);
        State.Resolve(fields, references);
        Account.Resolve(fields, references);
        var id = fields.Resource.Id;
        var isRunning = fields.IsTrue(Created);
        references.Add(
            Reference.Derived(
                ReferenceTarget.Named(id.WithKind(Kinds.VirtualMachineInstance)),
                isRunning ? Created : "/metadata/name",
                Relation.Runs,
                isRunning ? Requirement.Optional : Requirement.WhenPresent,
                "the running guest"
            )
        );
    }

    /// <summary>A volume that somebody has asked KubeVirt to hot-plug; it may not be in the spec yet.</summary>
    private static ReferenceRule Requested(string path, GroupKind kind) =>
        new("/status/volumeRequests/*/addVolumeOptions/volumeSource" + path, kind, "volume to be hot-plugged")
        {
            Requirement = Requirement.Optional,
            Source = "kubevirt.io/api/core/v1/types.go",
        };
}
