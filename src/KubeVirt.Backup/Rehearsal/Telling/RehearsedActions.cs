using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Rehearsal;

/// <summary>
/// The actions of KubeVirt, CDI and Kubernetes: each runs again when it is created, as its status is lost on the way.
/// How far it gets, and what it leaves, only a node, a storage system or a guest would tell.
/// </summary>
internal static class RehearsedActions
{
    private const string Snapshots = "KubeVirt pkg/storage/snapshot/";
    private static readonly GroupKind Job = new("batch", "Job");

    private static readonly RehearsedAction[] Table =
    [
        new(
            Kinds.VirtualMachineRestore,
            "KubeVirt restores its snapshot again, over what its machine holds then.",
            FindingSeverity.Error,
            Snapshots + "restore.go"
        )
        {
            MachineAt = "/spec/target/name",
        },
        new(
            Kinds.VirtualMachineSnapshot,
            "KubeVirt takes it again, of its machine as it is then.",
            FindingSeverity.Warning,
            Snapshots + "snapshot.go"
        ),
        new(
            Kinds.VirtualMachineClone,
            "KubeVirt clones its source again.",
            FindingSeverity.Warning,
            "KubeVirt pkg/virt-controller/watch/clone/clone.go"
        ),
        new(
            Kinds.VirtualMachineExport,
            "KubeVirt exports its source again, by a server and with links of their own.",
            FindingSeverity.Warning,
            "KubeVirt pkg/storage/export/export/export.go"
        ),
        new(
            Kinds.VirtualMachineBackup,
            "KubeVirt backs its machine up again, into its claim.",
            FindingSeverity.Warning,
            "KubeVirt pkg/storage/cbt/backup.go"
        ),
        new(
            Kinds.VirtualMachineInstanceMigration,
            "KubeVirt migrates its instance again, if there is one.",
            FindingSeverity.Warning,
            "KubeVirt pkg/virt-controller/watch/migration/migration.go"
        ),
        new(
            Kinds.DataImportCron,
            "CDI polls its source again, and may import it.",
            FindingSeverity.Warning,
            "CDI pkg/controller/dataimportcron-controller.go"
        ),
        new(
            Kinds.VolumeSnapshot,
            "A snapshot of its claim is taken again, of what it holds then.",
            FindingSeverity.Warning,
            "external-snapshotter pkg/common-controller/snapshot_controller.go"
        )
        {
            OnlyWith = "/spec/source/persistentVolumeClaimName",
        },
        new(Job, "Its pods run again.", FindingSeverity.Warning, "Kubernetes pkg/controller/job/job_controller.go"),
    ];

    private static readonly Dictionary<GroupKind, RehearsedAction> ByKind = Table.ToDictionary(row => row.Kind);

    /// <summary>Tells that an object is an action, which runs again.</summary>
    public static void Tell(World world, WorldObject one)
    {
        if (Find(one) is { } action)
            world.Tell(one, RehearsalEffect.Made, action.What, action.Source);
    }

    /// <summary>A finding for each action of the restore.</summary>
    public static IEnumerable<Finding> FindingsOf(World world) =>
        Of(world)
            .Select(found => new Finding(
                FindingIds.RehearsedAction,
                found.Action.Severity,
                found.Object.Id,
                null,
                $"It runs again: {found.Action.What} How far it gets is not known. Leave it out, as the presets do."
            ));

    /// <summary>The action that changes a machine; <see langword="null"/> where none does.</summary>
    public static WorldObject? OnMachine(World world, WorldObject machine) =>
        Of(world)
            .Where(found => found.Action.MachineAt is not null && found.Object.Namespace == machine.Namespace)
            .FirstOrDefault(found => found.Object.Text(found.Action.MachineAt!) == machine.Name)
            .Object;

    /// <summary>The actions that steps brought and that are there.</summary>
    private static IEnumerable<(WorldObject Object, RehearsedAction Action)> Of(World world) =>
        from one in world.Live
        where one.Origin == ObjectOrigin.Applied
        let action = Find(one)
        where action is not null
        select (one, action);

    private static RehearsedAction? Find(WorldObject one) =>
        ByKind.GetValueOrDefault(one.Kind) is { } action
        && (action.OnlyWith is not { } field || one.At(field) is not null)
            ? action
            : null;
}
