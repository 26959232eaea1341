using static KubeVirt.Backup.Rehearsal.Play;

namespace KubeVirt.Backup.Rehearsal;

/// <content>What claims and DataVolumes keep of their old cluster.</content>
internal static partial class ObservedRows
{
    private static IReadOnlyList<ObservedRow> Marks() =>
        [
            new(
                "2/X6:",
                "The annotation counts for halted machines alone",
                "refused=persistentvolumeclaims \"d1\" already exists"
            )
            {
                Run = "13",
            },
            new("2/K4/K5/K6:", "Adoption, claim first", "DataVolume/ns/d1 phase=Succeeded") { Run = "24" },
            new("2/K4/K5/K6:", "Adoption, DataVolume first", "PersistentVolumeClaim/ns/d1 overwrittenBy=import")
            {
                Run = "25",
            },
            new("2/K3:", "A stale creator on the claim", "volume=Adopted")
            {
                Steps =
                [
                    Claim(annotations: PopulatedFor + ", cdi.kubevirt.io/createdForDataVolume: old"),
                    Volume(PrePopulated),
                ],
            },
            new("2/K7:", "A phase in the manifest is dropped", "volume=FilledAnew")
            {
                Steps = [Volume() + "\nstatus: {phase: Succeeded}"],
            },
            new("2/K1, Z3:", "A smaller claim", "DataVolume/ns/d1 phase=Succeeded") { Run = "52" },
            new("2/K1, Z3:", "A claim of another mode", "DataVolume/ns/d1 phase=Succeeded") { Run = "53" },
            new(
                "2/K2:",
                "A class that waits",
                "DataVolume/ns/d1 phase=Succeeded",
                "PersistentVolumeClaim/ns/d1 phase=Pending"
            )
            {
                Run = "48",
            },
            new(
                "2/RT2b:",
                "A dataSourceRef whose source is absent",
                "DataVolume/ns/d1 phase=Succeeded",
                "PersistentVolumeClaim/ns/d1 phase=Pending"
            )
            {
                Run = "38",
            },
            new(
                "2/RT2:",
                "A binding that is kept",
                "PersistentVolumeClaim/ns/d1 phase=Lost",
                "DataVolume/ns/d1 phase=Failed",
                "VirtualMachine/ns/vm1 printableStatus=DataVolumeError"
            )
            {
                Run = "32",
            },
            new("2/X8:", "A volume that is absent", "PersistentVolumeClaim/ns/d1 phase=Pending") { Run = "33" },
            new("2/I1/I3/I4:", "An import that is told to go on", "PersistentVolumeClaim/ns/d1 overwrittenBy=import")
            {
                Run = "41",
            },
            new(
                "2/I2:",
                "An import that was finished",
                "PersistentVolumeClaim/ns/d1 overwrittenBy=null",
                "DataVolume/ns/d1 phase=Succeeded"
            )
            {
                Run = "42",
            },
            new("2/U1:", "An upload that is told to go on", "PersistentVolumeClaim/ns/d1 overwrittenBy=upload")
            {
                Run = "43",
            },
            new("2/I6:", "A clone that is told to go on, its source absent", "volume=Kept")
            {
                Steps = [Claim(annotations: "k8s.io/CloneRequest: ns/gone, cdi.kubevirt.io/storage.clone.token: old")],
            },
            new("2/J1:", "A populator whose source is there", "PersistentVolumeClaim/ns/d1 overwrittenBy=import")
            {
                Run = "37",
            },
            new("2/J2:", "The same, bound beforehand", "PersistentVolumeClaim/ns/d1 phase=Bound") { Run = "40" },
            new("2/X10/Y6/RT1:", "The label of the storage profile", "PersistentVolumeClaim/ns/d1 requests=1138166334")
            {
                Run = "44",
            },
            new("2/X11:", "A DataVolume without a size", "refused=size is missing")
            {
                Steps =
                [
                    """
                        apiVersion: cdi.kubevirt.io/v1beta1
                        kind: DataVolume
                        metadata: {name: d, namespace: ns, annotations: {cdi.kubevirt.io/storage.prePopulated: d}}
                        spec: {storage: {}, source: {blank: {}}}
                        """,
                ],
            },
            new("2/X11:", "A DataVolume with two access modes", "refused=PVC multiple accessModes")
            {
                Steps =
                [
                    """
                        apiVersion: cdi.kubevirt.io/v1beta1
                        kind: DataVolume
                        metadata: {name: d, namespace: ns, annotations: {cdi.kubevirt.io/storage.prePopulated: d}}
                        spec: {pvc: {accessModes: [ReadWriteOnce, ReadWriteMany], resources: {requests: {storage: 1Gi}}}, source: {blank: {}}}
                        """,
                ],
            },
            new(
                "2/X11:",
                "A DataVolume without a source",
                "refused=Data volume should have either Source or SourceRef, or be externally populated"
            )
            {
                Steps =
                [
                    """
                        apiVersion: cdi.kubevirt.io/v1beta1
                        kind: DataVolume
                        metadata: {name: d, namespace: ns, annotations: {cdi.kubevirt.io/storage.prePopulated: d}}
                        spec: {storage: {resources: {requests: {storage: 1Gi}}}}
                        """,
                ],
            },
            new("2/X11:", "A sourceRef of another kind", "refused=Unsupported sourceRef kind PVC")
            {
                Steps =
                [
                    """
                        apiVersion: cdi.kubevirt.io/v1beta1
                        kind: DataVolume
                        metadata: {name: d, namespace: ns, annotations: {cdi.kubevirt.io/storage.prePopulated: d}}
                        spec: {storage: {resources: {requests: {storage: 1Gi}}}, sourceRef: {kind: PVC, name: x}}
                        """,
                ],
            },
            new("2/X11:", "The mark taken away", "PersistentVolumeClaim/ns/d1 overwrittenBy=import") { Run = "08" },
            new("2/X12:", "The mark of the claim on the DataVolume", "volume=FilledAnew")
            {
                Steps = [Volume(PopulatedFor)],
            },
            new(
                "2/K8/U12:",
                "A machine that is deleted takes its volumes along",
                "PersistentVolumeClaim/ns/d exists=false",
                "DataVolume/ns/d exists=false"
            )
            {
                Steps =
                [
                    Claim(annotations: PopulatedFor),
                    Volume(PrePopulated),
                    Machine(),
                    "wait",
                    "delete VirtualMachine/ns/vm",
                ],
            },
            new("2/Z2:", "A DataImportCron polls again", "finding=KVB4068")
            {
                Steps =
                [
                    """
                        apiVersion: cdi.kubevirt.io/v1beta1
                        kind: DataImportCron
                        metadata: {name: c, namespace: ns}
                        spec: {managedDataSource: golden}
                        """,
                ],
            },
            new("2/RT1:", "The whole way, the instancetype gone", "VirtualMachine/ns/vm1 printableStatus=Starting")
            {
                Run = "60",
            },
        ];
}
