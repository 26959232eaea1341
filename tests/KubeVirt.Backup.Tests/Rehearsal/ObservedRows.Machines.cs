using static KubeVirt.Backup.Rehearsal.Play;

namespace KubeVirt.Backup.Rehearsal;

/// <content>Owners, run states, admission.</content>
internal static partial class ObservedRows
{
    private static IReadOnlyList<ObservedRow> Machines() =>
        [
            new(
                "3/stale ownerRef",
                "A UID that nobody has",
                "ConfigMap/ns/conf exists=false",
                "Secret/ns/key exists=false"
            )
            {
                Run = "28",
            },
            new(
                "3/H1:",
                "A stale owner of the claim",
                "PersistentVolumeClaim/ns/d1 exists=false",
                "DataVolume/ns/d1 phase=Pending"
            )
            {
                Run = "26",
            },
            new("3/H2:", "A stale owner of the DataVolume", "PersistentVolumeClaim/ns/d1 overwrittenBy=import")
            {
                Run = "27",
            },
            new(
                "3/H4:",
                "An owner of a kind that is not known",
                "PersistentVolumeClaim/ns/a phase=Bound",
                "PersistentVolumeClaim/ns/b exists=false"
            )
            {
                Run = "29",
            },
            new(
                "3/U9:",
                "An owner in another namespace",
                "PersistentVolumeClaim/ns/d1 exists=false",
                "warned=OwnerRefInvalidNamespace"
            )
            {
                Run = "30",
            },
            new("3/U10:", "A copy that the original owns", "PersistentVolumeClaim/ns/c exists=false")
            {
                Steps =
                [
                    Claim(annotations: PopulatedFor),
                    Volume(PrePopulated),
                    "wait",
                    Claim(
                        "c",
                        metadata: ", ownerReferences: [{apiVersion: cdi.kubevirt.io/v1beta1, kind: DataVolume, name: d, uid: \"{{uid DataVolume/ns/d}}\"}]"
                    ),
                    "wait",
                    "delete DataVolume/ns/d",
                ],
            },
            new("3/H5:", "A finalizer that nobody takes off", "VirtualMachine/ns/vm1 printableStatus=Terminating")
            {
                Run = "31",
            },
            new(
                "4/run strategies",
                "Manual, Once, Halted, running",
                "VirtualMachine/ns/m printableStatus=Stopped",
                "VirtualMachine/ns/o printableStatus=Starting",
                "VirtualMachine/ns/h printableStatus=Stopped",
                "VirtualMachine/ns/r printableStatus=Starting"
            )
            {
                Run = "88",
            },
            new("4/run strategies", "The receiver", "refused=DecentralizedLiveMigration feature gate is not enabled")
            {
                Run = "89",
            },
            new(
                "4/archived VM status",
                "A status that is dropped",
                "VirtualMachine/ns/vm1 printableStatus=WaitingForVolumeBinding"
            )
            {
                Run = "90",
            },
            new(
                "4/running + runStrategy",
                "Both and neither",
                "refused=mutually exclusive",
                "refused=RunStrategy must be specified"
            )
            {
                Run = "89",
            },
            new("4/firmware at create", "Identities that are given", "VirtualMachine/ns/vm1 firmware~\"uuid\":\"new\"")
            {
                Run = "01",
            },
            new("4/restricted labels", "A label of the node", "refused=reserved kubevirt.io/ labels") { Run = "78" },
            new(
                "4/utilityVolumes",
                "Volumes of KubeVirt's own",
                "refused=cannot create VMI with utility volumes in spec"
            )
            {
                Steps =
                [
                    """
                        apiVersion: kubevirt.io/v1
                        kind: VirtualMachineInstance
                        metadata: {name: vm, namespace: ns}
                        spec: {domain: {devices: {} }, utilityVolumes: [{name: u}]}
                        """,
                ],
            },
            new("4/utilityVolumes", "An empty list of them", "VirtualMachineInstance/ns/vm exists=true")
            {
                Steps =
                [
                    """
                        apiVersion: kubevirt.io/v1
                        kind: VirtualMachineInstance
                        metadata: {name: vm, namespace: ns}
                        spec: {domain: {devices: {} }, utilityVolumes: []}
                        """,
                ],
            },
            new("4/VMI status at create", "A status that is kept", "VirtualMachineInstance/ns/solo phase=Failed")
            {
                Run = "77",
            },
            new(
                "4/DVT namespace",
                "A template of another namespace",
                "refused=Embedded DataVolume namespace elsewhere differs from VM namespace ns"
            )
            {
                Steps =
                [
                    """
                        apiVersion: kubevirt.io/v1
                        kind: VirtualMachine
                        metadata: {name: vm, namespace: ns}
                        spec: {runStrategy: Halted, dataVolumeTemplates: [{metadata: {name: d, namespace: elsewhere}, spec: {} }], template: {spec: {domain: {devices: {} }, volumes: [{name: v, dataVolume: {name: d} }] } }}
                        """,
                ],
            },
            new(
                "4/DVT namespace",
                "A template that nothing uses",
                "refused=must be referenced in the VMI template's 'volumes' list"
            )
            {
                Steps =
                [
                    """
                        apiVersion: kubevirt.io/v1
                        kind: VirtualMachine
                        metadata: {name: vm, namespace: ns}
                        spec: {runStrategy: Halted, dataVolumeTemplates: [{metadata: {name: x}, spec: {} }], template: {spec: {domain: {devices: {} }, volumes: [{name: v, dataVolume: {name: d} }] } }}
                        """,
                ],
            },
            new("4/DVT namespace", "Two memory dumps", "refused=must have max one memory dump volume set")
            {
                Steps =
                [
                    """
                        apiVersion: kubevirt.io/v1
                        kind: VirtualMachine
                        metadata: {name: vm, namespace: ns}
                        spec: {runStrategy: Halted, template: {spec: {domain: {devices: {} }, volumes: [{name: a, memoryDump: {claimName: a} }, {name: b, memoryDump: {claimName: b} }] } }}
                        """,
                ],
            },
            new("4/DVT namespace", "A disk of the node", "refused=HostDisk feature gate is not enabled")
            {
                Steps =
                [
                    """
                        apiVersion: kubevirt.io/v1
                        kind: VirtualMachine
                        metadata: {name: vm, namespace: ns}
                        spec: {runStrategy: Halted, template: {spec: {domain: {devices: {} }, volumes: [{name: a, hostDisk: {path: /x, type: Disk} }] } }}
                        """,
                ],
            },
            new(
                "4/orphan VMI",
                "An instance beside its machine",
                "VirtualMachine/ns/vm1 printableStatus=Stopped",
                "VirtualMachine/ns/vm1 instance=true"
            )
            {
                Run = "79",
            },
            new("4/NAD required", "A network that is absent", "told=It gets its launcher pod")
            {
                Steps =
                [
                    """
                        apiVersion: kubevirt.io/v1
                        kind: VirtualMachineInstance
                        metadata: {name: vm, namespace: ns}
                        spec: {domain: {devices: {} }, networks: [{name: n, multus: {networkName: gone} }]}
                        """,
                    "wait",
                ],
            },
            new(
                "4/PVC of a PVC volume",
                "A claim that is absent",
                "VirtualMachine/ns/vm1 printableStatus=ErrorPvcNotFound"
            )
            {
                Run = "14",
            },
        ];
}
