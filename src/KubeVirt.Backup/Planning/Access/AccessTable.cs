namespace KubeVirt.Backup.Planning;

/// <summary>The rights that actions need beyond reading and creating what machines need, as a table.</summary>
/// <remarks>
/// Sources: KubeVirt pkg/virt-operator/resource/generate/rbac for the subresources; external-snapshotter
/// client/config/crd; CDI pkg/apis/core/v1beta1/types.go.
/// </remarks>
internal static class AccessTable
{
    private const string Csi = "snapshot.storage.k8s.io";
    private const string CsiGroups = "groupsnapshot.storage.k8s.io";
    private const string KubeVirt = "kubevirt.io";
    private const string MachineSnapshots = "snapshot.kubevirt.io";
    private const string Subresources = "subresources.kubevirt.io";

    /// <summary>What it takes to create an object, to wait until it is done, and to delete it.</summary>
    private static readonly string[] Run = ["create", "delete", "get", "list", "watch"];

    /// <summary>What it takes to make an object, to change it, and to delete it.</summary>
    private static readonly string[] Change = ["create", "delete", "get", "list", "update"];

    private static readonly string[] Get = ["get"];
    private static readonly string[] List = ["list"];
    private static readonly string[] Read = ["get", "list"];
    private static readonly string[] Update = ["update"];

    /// <summary>One row for each action and resource.</summary>
    public static IReadOnlyList<Row> Rows { get; } =
    [.. Freeze(), .. Snapshot(), .. Ways(), .. Rollback(), .. Rehearsal(), .. Others()];

    /// <summary>Both ways to freeze: by the API, and by a command in the launcher pod.</summary>
    private static IEnumerable<Row> Freeze() =>
        [
            InNamespace(AccessActions.Freeze, KubeVirt, "virtualmachineinstances", Get),
            InNamespace(AccessActions.Freeze, Subresources, "virtualmachineinstances/freeze", Update),
            InNamespace(AccessActions.Freeze, Subresources, "virtualmachineinstances/unfreeze", Update),
            InNamespace(AccessActions.FreezeByExec, KubeVirt, "virtualmachineinstances", Get),
            InNamespace(AccessActions.FreezeByExec, "", "pods", Read),
            InNamespace(AccessActions.FreezeByExec, "", "pods/exec", ["create", "get"]),
        ];

    /// <summary>Both kinds of snapshots: of volumes, by CSI, and of whole machines, by KubeVirt.</summary>
    private static IEnumerable<Row> Snapshot() =>
        [
            InNamespace(AccessActions.SnapshotVolumes, Csi, "volumesnapshots", Run),
            InCluster(AccessActions.SnapshotVolumes, Csi, "volumesnapshotclasses", Read),
            InCluster(AccessActions.SnapshotVolumes, Csi, "volumesnapshotcontents", Read),
            InCluster(AccessActions.SnapshotVolumes, "storage.k8s.io", "csidrivers", Get),
            InNamespace(AccessActions.SnapshotVolumes, CsiGroups, "volumegroupsnapshots", Run),
            InCluster(AccessActions.SnapshotVolumes, CsiGroups, "volumegroupsnapshotclasses", Read),
            // A group is chosen by a label on its claims.
            InNamespace(AccessActions.SnapshotVolumes, "", "persistentvolumeclaims", ["get", "patch"]),
            InCluster(AccessActions.SnapshotVolumes, "storage.k8s.io", "storageclasses", Read),
            InCluster(AccessActions.SnapshotVolumes, "cdi.kubevirt.io", "storageprofiles", Get),
            InNamespace(AccessActions.SnapshotMachines, MachineSnapshots, "virtualmachinesnapshots", Run),
            InNamespace(AccessActions.SnapshotMachines, MachineSnapshots, "virtualmachinesnapshotcontents", Read),
            InNamespace(AccessActions.SnapshotMachines, MachineSnapshots, "virtualmachinerestores", Run),
        ];

    /// <summary>What the choice of a way looks at beside the objects of the plan.</summary>
    private static IEnumerable<Row> Ways() =>
        [
            InCluster(AccessActions.ChooseWays, KubeVirt, "kubevirts", List),
            InCluster(AccessActions.ChooseWays, Csi, "volumesnapshotclasses", List),
            InCluster(AccessActions.ChooseWays, CsiGroups, "volumegroupsnapshotclasses", List),
            InCluster(AccessActions.ChooseWays, "cdi.kubevirt.io", "storageprofiles", Get),
            InNamespace(AccessActions.ChooseWays, "backup.kubevirt.io", "virtualmachinebackuptrackers", List),
            InNamespace(AccessActions.ChooseWays, MachineSnapshots, "virtualmachinesnapshots", Get),
        ];

    /// <summary>A rollback changes objects that are there, by update alone, and sees who runs on a claim.</summary>
    private static IEnumerable<Row> Rollback() =>
        [
            InNamespace(AccessActions.Rollback, KubeVirt, "virtualmachines", ["get", "list", "update"]),
            InNamespace(AccessActions.Rollback, KubeVirt, "virtualmachineinstances", Read),
            InNamespace(AccessActions.Rollback, "", "persistentvolumeclaims", Change),
            InNamespace(AccessActions.Rollback, "cdi.kubevirt.io", "datavolumes", Change),
        ];

    /// <summary>What a rehearsal looks at beside what a preflight does.</summary>
    private static IEnumerable<Row> Rehearsal() =>
        [
            InCluster(AccessActions.Rehearse, "", "namespaces", Get),
            InCluster(AccessActions.Rehearse, "storage.k8s.io", "storageclasses", List),
            InCluster(AccessActions.Rehearse, "storage.k8s.io", "csidrivers", List),
            InCluster(AccessActions.Rehearse, KubeVirt, "kubevirts", List),
            InCluster(AccessActions.Rehearse, "cdi.kubevirt.io", "cdiconfigs", List),
            InNamespace(AccessActions.Rehearse, "", "limitranges", List),
            InNamespace(AccessActions.Rehearse, "", "persistentvolumeclaims", Read),
            InNamespace(AccessActions.Rehearse, "cdi.kubevirt.io", "datavolumes", Get),
            InNamespace(AccessActions.Rehearse, KubeVirt, "virtualmachines", Get),
            InNamespace(AccessActions.Rehearse, KubeVirt, "virtualmachineinstances", Get),
        ];

    /// <summary>Exports, backups and restores.</summary>
    private static IEnumerable<Row> Others() =>
        [
            InNamespace(AccessActions.Export, "export.kubevirt.io", "virtualmachineexports", Run),
            InNamespace(AccessActions.Export, "", "secrets", ["create", "delete", "get"]),
            InNamespace(AccessActions.BackupMachines, "backup.kubevirt.io", "virtualmachinebackups", Run),
            InNamespace(AccessActions.BackupMachines, "backup.kubevirt.io", "virtualmachinebackuptrackers", Run),
            // The claim that a backup is pushed into can be made for it.
            InNamespace(AccessActions.BackupMachines, "", "persistentvolumeclaims", ["create", "delete", "get"]),
            InNamespace(AccessActions.BackupMachines, "", "secrets", ["create", "delete", "get"]),
            InNamespace(AccessActions.RestoreFiles, "filerestore.kubevirt.io", "virtualmachinefilerestores", Run),
            // An apply checks quotas, and looks for guests with the identity of those that it creates.
            InNamespace(AccessActions.Apply, "", "resourcequotas", List),
            InNamespace(AccessActions.Apply, "", "persistentvolumeclaims", Get),
            InNamespace(AccessActions.Apply, KubeVirt, "virtualmachines", List),
            InNamespace(AccessActions.Apply, KubeVirt, "virtualmachineinstances", List),
        ];

    private static Row InNamespace(AccessActions action, string group, string resource, string[] verbs) =>
        new(action, new AccessRule(group, resource, [.. verbs], IsClusterScoped: false));

    private static Row InCluster(AccessActions action, string group, string resource, string[] verbs) =>
        new(action, new AccessRule(group, resource, [.. verbs], IsClusterScoped: true));

    /// <summary>A right that an action needs.</summary>
    internal readonly record struct Row(AccessActions Action, AccessRule Right);
}
