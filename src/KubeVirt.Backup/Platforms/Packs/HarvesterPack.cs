using static KubeVirt.Backup.Platforms.KindSet;

namespace KubeVirt.Backup.Platforms;

/// <summary>What is known of Harvester: its backups, its notes on machines and claims.</summary>
internal static class HarvesterPack
{
    private const string Keys = "Harvester pkg/util/constants.go";

    /// <summary>The tables.</summary>
    public static PlatformPack Pack { get; } =
        new("Harvester")
        {
            Classes =
            [
                new(
                    ObjectClass.Action,
                    "It is an action: created again it would run again.",
                    "Harvester pkg/apis/harvesterhci.io/v1beta1"
                )
                {
                    Kinds = Of(
                        "VirtualMachineBackup.harvesterhci.io VirtualMachineRestore.harvesterhci.io",
                        "ScheduleVMBackup.harvesterhci.io SupportBundle.harvesterhci.io Upgrade.harvesterhci.io",
                        "VirtualMachineImport.migration.harvesterhci.io"
                    ),
                },
                new(
                    ObjectClass.Environment,
                    "It belongs to the cluster, not to a machine.",
                    "Harvester pkg/apis/harvesterhci.io/v1beta1, pkg/apis/network.harvesterhci.io"
                )
                {
                    Kinds = Of(
                        "Setting.harvesterhci.io Addon.harvesterhci.io ClusterNetwork.network.harvesterhci.io",
                        "VlanConfig.network.harvesterhci.io"
                    ),
                },
            ],
            Addresses =
            [
                new(
                    "harvesterhci.io/mac-address",
                    AddressKind.Mac,
                    "Harvester pkg/webhook/resources/virtualmachineinstance/mutator.go: a guest gets them back"
                )
                {
                    IsOnMachine = true,
                },
            ],
            Keys =
            [
                new(
                    Of("VirtualMachine.kubevirt.io"),
                    "Harvester makes claims from it, which a restore brings itself, under other names, classes and "
                        + "images perhaps.",
                    "Harvester pkg/controller/master/virtualmachine/vm_controller.go"
                )
                {
                    Annotations = ["harvesterhci.io/volumeClaimTemplates"],
                    Scope = KeyScope.NameChanges,
                },
                new(
                    Of("VirtualMachine.kubevirt.io"),
                    "Harvester notes names of the original for its user interface.",
                    "Harvester pkg/builder/vm.go, pkg/util/constants.go"
                )
                {
                    Annotations = ["harvesterhci.io/sshNames", "harvesterhci.io/diskNames"],
                    Labels = ["harvesterhci.io/vmName"],
                    Scope = KeyScope.NameChanges,
                },
                new(Of("PersistentVolumeClaim"), "Harvester notes which machines have the claim.", Keys)
                {
                    Annotations = ["harvesterhci.io/owned-by", "harvesterhci.io/volumeForVirtualMachine"],
                },
                new(Of("VirtualMachine.kubevirt.io"), "Harvester notes what it saw of the guest.", Keys)
                {
                    Annotations = ["network.harvesterhci.io/ips", "harvesterhci.io/timestamp"],
                },
            ],
        };
}
