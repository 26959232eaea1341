namespace KubeVirt.Backup.Planning;

/// <summary>The rights that actions take beyond reading and creating what machines need.</summary>
/// <remarks>
/// Sources: KubeVirt pkg/virt-operator/resource/generate/rbac for the subresources; CSI snapshotter client/config/crd.
/// </remarks>
internal static class AccessTable
{
    private static readonly string[] Run = ["create", "delete", "get", "list", "watch"];

    public static (
        AccessActions Action,
        string Group,
        string Resource,
        string[] Verbs,
        bool IsClusterScoped
    )[] Rows { get; } =
    [
        (AccessActions.Freeze, "kubevirt.io", "virtualmachineinstances", ["get"], false),
        (AccessActions.Freeze, "subresources.kubevirt.io", "virtualmachineinstances/freeze", ["update"], false),
        (AccessActions.Freeze, "subresources.kubevirt.io", "virtualmachineinstances/unfreeze", ["update"], false),
        (AccessActions.FreezeByExec, "kubevirt.io", "virtualmachineinstances", ["get"], false),
        (AccessActions.FreezeByExec, "", "pods", ["get", "list"], false),
        (AccessActions.FreezeByExec, "", "pods/exec", ["create", "get"], false),
        (AccessActions.SnapshotVolumes, "snapshot.storage.k8s.io", "volumesnapshots", Run, false),
        (AccessActions.SnapshotVolumes, "snapshot.storage.k8s.io", "volumesnapshotclasses", ["get", "list"], true),
        (AccessActions.SnapshotVolumes, "snapshot.storage.k8s.io", "volumesnapshotcontents", ["get"], true),
        (AccessActions.SnapshotVolumes, "groupsnapshot.storage.k8s.io", "volumegroupsnapshots", Run, false),
        (
            AccessActions.SnapshotVolumes,
            "groupsnapshot.storage.k8s.io",
            "volumegroupsnapshotclasses",
            ["get", "list"],
            true
        ),
        (AccessActions.SnapshotVolumes, "storage.k8s.io", "storageclasses", ["get", "list"], true),
        (AccessActions.SnapshotVolumes, "cdi.kubevirt.io", "storageprofiles", ["get"], true),
        (AccessActions.SnapshotMachines, "snapshot.kubevirt.io", "virtualmachinesnapshots", Run, false),
        (
            AccessActions.SnapshotMachines,
            "snapshot.kubevirt.io",
            "virtualmachinesnapshotcontents",
            ["get", "list"],
            false
        ),
        (AccessActions.SnapshotMachines, "snapshot.kubevirt.io", "virtualmachinerestores", Run, false),
        (AccessActions.Export, "export.kubevirt.io", "virtualmachineexports", Run, false),
        (AccessActions.Export, "", "secrets", ["create", "delete", "get"], false),
        (AccessActions.BackupMachines, "backup.kubevirt.io", "virtualmachinebackups", Run, false),
        (AccessActions.BackupMachines, "backup.kubevirt.io", "virtualmachinebackuptrackers", Run, false),
        (AccessActions.Apply, "", "resourcequotas", ["list"], false),
        (AccessActions.Apply, "", "persistentvolumeclaims", ["get"], false),
        (AccessActions.Apply, "kubevirt.io", "virtualmachines", ["list"], false),
        (AccessActions.Apply, "kubevirt.io", "virtualmachineinstances", ["list"], false),
    ];
}
