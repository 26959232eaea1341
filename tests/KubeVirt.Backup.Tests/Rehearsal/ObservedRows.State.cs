using static KubeVirt.Backup.Rehearsal.Play;

namespace KubeVirt.Backup.Rehearsal;

/// <content>State of machines, instancetypes, sets and actions.</content>
internal static partial class ObservedRows
{
    private static IReadOnlyList<ObservedRow> State() =>
        [
            new(
                "5/labelled PVC",
                "A labelled claim is used again",
                "VirtualMachineInstance/ns/vm1 volumeStatus~persistent-state-for-vm1-abcde"
            )
            {
                Run = "54",
            },
            new(
                "5/legacy exact name",
                "The name of older versions",
                "VirtualMachineInstance/ns/vm volumeStatus~\"claim\":\"persistent-state-for-vm\""
            )
            {
                Steps =
                [
                    Claim("persistent-state-for-vm"),
                    """
                        apiVersion: kubevirt.io/v1
                        kind: VirtualMachine
                        metadata: {name: vm, namespace: ns}
                        spec: {runStrategy: Always, template: {spec: {domain: {devices: {tpm: {persistent: true} } } } } }
                        """,
                ],
            },
            new(
                "5/label lost",
                "A claim without its label",
                "PersistentVolumeClaim/ns/persistent-state-for-vm1-* phase=Bound"
            )
            {
                Run = "56",
            },
            new("5/several labelled", "Two labelled claims", "VirtualMachine/ns/vm1 printableStatus=Starting")
            {
                Run = "59",
            },
            new(
                "5/PVC with label",
                "A state that is not needed",
                "PersistentVolumeClaim/ns/persistent-state-for-vm1-abcde exists=false"
            )
            {
                Run = "57",
            },
            new(
                "5/by preference",
                "A state that the preference asks for",
                "PersistentVolumeClaim/ns/s phase=Bound",
                "VirtualMachineInstance/ns/vm volumeStatus~\"claim\":\"s\""
            )
            {
                Steps =
                [
                    """
                        apiVersion: instancetype.kubevirt.io/v1beta1
                        kind: VirtualMachinePreference
                        metadata: {name: p, namespace: ns}
                        spec: {devices: {preferredTPM: {persistent: true} } }
                        """,
                    Claim("s", metadata: ", labels: {persistent-state-for: vm}"),
                    """
                        apiVersion: kubevirt.io/v1
                        kind: VirtualMachine
                        metadata: {name: vm, namespace: ns}
                        spec: {runStrategy: Always, preference: {kind: VirtualMachinePreference, name: p}, template: {spec: {domain: {devices: {} } } } }
                        """,
                ],
            },
            new(
                "6/CR + status at create",
                "A halted machine gets its revision",
                "VirtualMachine/ns/vm instancetypeRef~vm-small-v1beta1-"
            )
            {
                Steps =
                [
                    """
                        apiVersion: instancetype.kubevirt.io/v1beta1
                        kind: VirtualMachineInstancetype
                        metadata: {name: small, namespace: ns}
                        spec: {cpu: {guest: 2}, memory: {guest: 1Gi} }
                        """,
                    """
                        apiVersion: kubevirt.io/v1
                        kind: VirtualMachine
                        metadata: {name: vm, namespace: ns}
                        spec: {runStrategy: Halted, instancetype: {kind: VirtualMachineInstancetype, name: small}, template: {spec: {domain: {devices: {} } } }}
                        """,
                ],
            },
            new(
                "6/revisionName",
                "A restored revision counts",
                "VirtualMachine/ns/vm1 instancetypeRef~vm1-small-v1beta1-1"
            )
            {
                Run = "60",
            },
            new(
                "6/without revisionName",
                "The live object counts",
                "VirtualMachine/ns/vm1 instancetypeRef~{uid:VirtualMachineInstancetype/small}"
            )
            {
                Run = "62",
            },
            new("6/CR present", "The instancetype need not be there", "VirtualMachine/ns/vm1 printableStatus=Starting")
            {
                Run = "60",
            },
            new(
                "6/CR missing",
                "A revision that is absent",
                "VirtualMachine/ns/vm1 conditions~controllerrevisions.apps"
            )
            {
                Run = "61",
            },
            new(
                "6/instancetype missing",
                "Neither is there",
                "VirtualMachine/ns/vm conditions~FailedFindInstancetype",
                "machine=Blocked"
            )
            {
                Steps =
                [
                    """
                        apiVersion: kubevirt.io/v1
                        kind: VirtualMachine
                        metadata: {name: vm, namespace: ns}
                        spec: {runStrategy: Halted, instancetype: {kind: VirtualMachineInstancetype, name: small}, template: {spec: {domain: {devices: {} } } }}
                        """,
                ],
            },
            new("6/instancetype missing", "It heals when it appears", "machine=Stopped")
            {
                Steps =
                [
                    """
                        apiVersion: kubevirt.io/v1
                        kind: VirtualMachine
                        metadata: {name: vm, namespace: ns}
                        spec: {runStrategy: Halted, instancetype: {kind: VirtualMachineInstancetype, name: small}, template: {spec: {domain: {devices: {} } } }}
                        """,
                    "wait",
                    """
                        apiVersion: instancetype.kubevirt.io/v1beta1
                        kind: VirtualMachineInstancetype
                        metadata: {name: small, namespace: ns}
                        spec: {cpu: {guest: 2}, memory: {guest: 1Gi} }
                        """,
                ],
            },
            new(
                "6/kind \"\"",
                "A kind that is left out",
                "VirtualMachine/ns/vm1 conditions~virtualmachineclusterinstancetypes"
            )
            {
                Run = "66",
            },
            new(
                "6/kind \"\"",
                "A short name",
                "VirtualMachine/ns/vm conditions~got unexpected kind in InstancetypeMatcher: clusterinstancetype"
            )
            {
                Steps =
                [
                    """
                        apiVersion: kubevirt.io/v1
                        kind: VirtualMachine
                        metadata: {name: vm, namespace: ns}
                        spec: {runStrategy: Halted, instancetype: {kind: clusterinstancetype, name: small}, template: {spec: {domain: {devices: {} } } }}
                        """,
                ],
            },
            new(
                "6/CR without labels",
                "A revision without its labels",
                "VirtualMachine/ns/vm1 conditions~FailedFindInstancetype",
                "ControllerRevision/ns/rev-a exists=false"
            )
            {
                Run = "64",
            },
            new(
                "6/CR label",
                "A revision of an older label",
                "ControllerRevision/ns/old-cr exists=false",
                "VirtualMachine/ns/vm1 conditions~FailedFindInstancetype"
            )
            {
                Run = "68",
            },
            new(
                "6/CR owned by the VM",
                "A revision goes with its machine",
                "made=ControllerRevision/ns/vm-small exists=false"
            )
            {
                Steps =
                [
                    """
                        apiVersion: instancetype.kubevirt.io/v1beta1
                        kind: VirtualMachineInstancetype
                        metadata: {name: small, namespace: ns}
                        spec: {cpu: {guest: 2}, memory: {guest: 1Gi} }
                        """,
                    """
                        apiVersion: kubevirt.io/v1
                        kind: VirtualMachine
                        metadata: {name: vm, namespace: ns}
                        spec: {runStrategy: Halted, instancetype: {kind: VirtualMachineInstancetype, name: small}, template: {spec: {domain: {devices: {} } } }}
                        """,
                    "wait",
                    "delete VirtualMachine/ns/vm",
                ],
            },
            new(
                "7/VMIRS adopts",
                "Orphans that are adopted",
                "VirtualMachineInstance/ns/web1 owners~VirtualMachineInstanceReplicaSet"
            )
            {
                Run = "72",
            },
            new(
                "7/Pool ignores",
                "Orphans of a pool",
                "VirtualMachine/ns/farm-2 owners~VirtualMachinePool",
                "VirtualMachine/ns/farm-0 owners=[]"
            )
            {
                Run = "74",
            },
            new(
                "7/Pool paused",
                "Machines that a paused pool owns",
                "VirtualMachine/ns/farm-0 owners~VirtualMachinePool"
            )
            {
                Run = "75",
            },
            new("7/paused pool", "A paused pool makes none", "nothing=VirtualMachine/ns/web-0")
            {
                Steps =
                [
                    """
                        apiVersion: pool.kubevirt.io/v1beta1
                        kind: VirtualMachinePool
                        metadata: {name: web, namespace: ns}
                        spec: {paused: true, replicas: 2, selector: {matchLabels: {app: web} }, virtualMachineTemplate: {metadata: {labels: {app: web} }, spec: {runStrategy: Halted, template: {spec: {domain: {devices: {} } } } } } }
                        """,
                ],
            },
            new("7/VMSnapshot", "A snapshot is taken again", "VirtualMachineSnapshot/ns/snap phase=InProgress")
            {
                Run = "92",
            },
            new("7/VMSnapshot", "A clone is made again", "VirtualMachine/ns/vm1-clone exists=true") { Run = "93" },
            new(
                "7/VMSnapshot",
                "A VirtualMachineRestore runs again",
                "finding=KVB4068",
                "VirtualMachineRestore/ns/a phase=unknown"
            )
            {
                Steps =
                [
                    """
                        apiVersion: snapshot.kubevirt.io/v1beta1
                        kind: VirtualMachineRestore
                        metadata: {name: a, namespace: ns}
                        spec: {target: {name: vm} }
                        status: {phase: Succeeded}
                        """,
                ],
            },
            new(
                "7/VMSnapshot",
                "A VirtualMachineExport runs again",
                "finding=KVB4068",
                "VirtualMachineExport/ns/a phase=unknown"
            )
            {
                Steps =
                [
                    """
                        apiVersion: export.kubevirt.io/v1beta1
                        kind: VirtualMachineExport
                        metadata: {name: a, namespace: ns}
                        spec: {target: {name: vm} }
                        status: {phase: Succeeded}
                        """,
                ],
            },
            new(
                "7/VMSnapshot",
                "A VirtualMachineBackup runs again",
                "finding=KVB4068",
                "VirtualMachineBackup/ns/a phase=unknown"
            )
            {
                Steps =
                [
                    """
                        apiVersion: backup.kubevirt.io/v1alpha1
                        kind: VirtualMachineBackup
                        metadata: {name: a, namespace: ns}
                        spec: {target: {name: vm} }
                        status: {phase: Succeeded}
                        """,
                ],
            },
            new(
                "7/VMSnapshot",
                "A VirtualMachineInstanceMigration runs again",
                "finding=KVB4068",
                "VirtualMachineInstanceMigration/ns/a phase=unknown"
            )
            {
                Steps =
                [
                    """
                        apiVersion: kubevirt.io/v1
                        kind: VirtualMachineInstanceMigration
                        metadata: {name: a, namespace: ns}
                        spec: {target: {name: vm} }
                        status: {phase: Succeeded}
                        """,
                ],
            },
        ];
}
