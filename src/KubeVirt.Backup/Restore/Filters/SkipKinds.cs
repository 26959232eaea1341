using System.Collections.Frozen;

namespace KubeVirt.Backup.Restore;

/// <summary>Leaves out objects by their kind.</summary>
/// <param name="name">Name of the policy.</param>
/// <param name="kinds">The kinds.</param>
/// <param name="reason">Why, in one sentence.</param>
/// <param name="outcome">What becomes of objects that need them.</param>
public sealed class SkipKinds(string name, IEnumerable<GroupKind> kinds, string reason, SkipOutcome outcome = SkipOutcome.Lost) : RestorePolicy(name)
{
    private readonly FrozenSet<GroupKind> _kinds = kinds.ToFrozenSet();

    /// <summary>The kinds that are left out.</summary>
    public IReadOnlySet<GroupKind> Kinds => _kinds;

    /// <summary>Leaves out actions: their status is dropped, so they would run again, a VirtualMachineRestore over the live machine.</summary>
    /// <remarks>Source: KubeVirt pkg/virt-operator/resource/generate/components/crds.go for the status subresources.</remarks>
    public static SkipKinds Actions { get; } = new(
        "skip-actions",
        Parse(
            "VirtualMachineSnapshot.snapshot.kubevirt.io VirtualMachineSnapshotContent.snapshot.kubevirt.io VirtualMachineRestore.snapshot.kubevirt.io",
            "VirtualMachineClone.clone.kubevirt.io VirtualMachineExport.export.kubevirt.io VirtualMachineBackup.backup.kubevirt.io VirtualMachineBackupTracker.backup.kubevirt.io",
            "VirtualMachineInstanceMigration.kubevirt.io VirtualMachineTemplateRequest.template.kubevirt.io DataImportCron.cdi.kubevirt.io",
            "VolumeSnapshot.snapshot.storage.k8s.io VolumeGroupSnapshot.groupsnapshot.storage.k8s.io"),
        "It is an action: created again it would run again.",
        SkipOutcome.Expected);

    /// <summary>Leaves out what belongs to the cluster rather than to a machine.</summary>
    public static SkipKinds Environment { get; } = new(
        "skip-environment",
        Parse(
            "StorageClass.storage.k8s.io CSIDriver.storage.k8s.io CSINode.storage.k8s.io VolumeAttachment.storage.k8s.io PersistentVolume Node PriorityClass.scheduling.k8s.io",
            "VolumeSnapshotClass.snapshot.storage.k8s.io VolumeSnapshotContent.snapshot.storage.k8s.io VolumeGroupSnapshotClass.groupsnapshot.storage.k8s.io",
            "VolumeGroupSnapshotContent.groupsnapshot.storage.k8s.io VirtualMachineClusterInstancetype.instancetype.kubevirt.io VirtualMachineClusterPreference.instancetype.kubevirt.io",
            "MigrationPolicy.migrations.kubevirt.io Plugin.plugin.kubevirt.io KubeVirt.kubevirt.io CDI.cdi.kubevirt.io CDIConfig.cdi.kubevirt.io StorageProfile.cdi.kubevirt.io",
            "CustomResourceDefinition.apiextensions.k8s.io"),
        "It belongs to the cluster, not to a machine.",
        SkipOutcome.Expected);

    /// <summary>Leaves out what clusters keep for themselves in every namespace.</summary>
    public static SkipKinds Traces { get; } = new(
        "skip-traces",
        Parse("Event Event.events.k8s.io Lease.coordination.k8s.io Endpoints EndpointSlice.discovery.k8s.io ObjectTransfer.cdi.kubevirt.io"),
        "It is a trace of the running cluster.",
        SkipOutcome.MadeAnew);

    /// <inheritdoc/>
    public override void Apply(RestoreContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (_kinds.Contains(context.Id.Kind))
            context.Skip(reason, outcome);
    }

    private static IEnumerable<GroupKind> Parse(params string[] lines) => lines.SelectMany(line => line.Split(' ')).Select(GroupKind.Parse);
}
