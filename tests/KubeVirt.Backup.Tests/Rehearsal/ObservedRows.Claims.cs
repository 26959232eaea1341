using static KubeVirt.Backup.Rehearsal.Play;

namespace KubeVirt.Backup.Rehearsal;

/// <content>Which of claim, DataVolume and machine comes first, and how they are marked.</content>
internal static partial class ObservedRows
{
    private static IReadOnlyList<ObservedRow> Claims() =>
        [
            new(
                "2/A1:",
                "All marked, claim first",
                "DataVolume/ns/d1 phase=Succeeded",
                "VirtualMachine/ns/vm1 printableStatus=Stopped"
            )
            {
                Run = "01",
            },
            new(
                "2/A2:",
                "All marked, DataVolume first",
                "DataVolume/ns/d1 phase=Succeeded",
                "PersistentVolumeClaim/ns/d1 phase=Bound"
            )
            {
                Run = "02",
            },
            new("2/B1:", "DataVolume not marked, after its claim", "DataVolume/ns/d1 phase=Succeeded") { Run = "03" },
            new(
                "2/B2:",
                "DataVolume not marked, before its claim",
                "refused=persistentvolumeclaims \"d1\" already exists",
                "PersistentVolumeClaim/ns/d1 overwrittenBy=import"
            )
            {
                Run = "04",
            },
            new("2/C1:", "A claim that names another DataVolume", "refused=Destination PVC ns/d1 already exists")
            {
                Run = "05",
            },
            new("2/C1:", "A claim that names none", "refused=Destination PVC ns/d already exists", "volume=Kept")
            {
                Steps = [Claim(), Volume(PrePopulated)],
            },
            new(
                "2/C2:",
                "A DataVolume that does not notice its claim",
                "DataVolume/ns/d1 phase=Pending",
                "PersistentVolumeClaim/ns/d1 phase=Bound"
            )
            {
                Run = "06",
            },
            new("2/C2:", "The mark heals it afterwards", "DataVolume/ns/d1 phase=Succeeded") { Run = "07" },
            new("2/D1/D2:", "The claim alone, adopted by the template", "DataVolume/ns/d1 phase=Succeeded")
            {
                Run = "10",
            },
            new(
                "2/D3:",
                "A template whose DataSource is absent",
                "VirtualMachine/ns/vm1 conditions~unable to create DataVolume manifest"
            )
            {
                Run = "21",
            },
            new(
                "2/D4:",
                "A template that may not clone",
                "VirtualMachine/ns/vm1 conditions~not authorized to create DataVolume",
                "warned=UnauthorizedDataVolumeCreate"
            )
            {
                Run = "18",
            },
            new(
                "2/D5/D7b:",
                "A marked DataVolume whose DataSource is absent",
                "DataVolume/ns/d1 phase=null",
                "VirtualMachine/ns/vm1 printableStatus=Provisioning"
            )
            {
                Run = "20",
            },
            new("2/D6:", "A marked clone of a namespace that is absent", "DataVolume/ns/d phase=Succeeded")
            {
                Steps =
                [
                    Claim(annotations: PopulatedFor),
                    Volume(PrePopulated, "source: {pvc: {name: golden, namespace: gone}}"),
                ],
            },
            new("2/D6b:", "The same, not marked", "refused=namespaces \"gone\" not found") { Run = "17" },
            new("2/D6c:", "A clone of a claim that is absent, its own there", "DataVolume/ns/d phase=Succeeded")
            {
                Steps = [Claim(annotations: PopulatedFor), Volume("", "source: {pvc: {name: golden, namespace: ns}}")],
            },
            new("2/D7:", "A DataSource whose own claim is absent", "DataVolume/ns/d phase=Succeeded")
            {
                Steps =
                [
                    """
                        apiVersion: cdi.kubevirt.io/v1beta1
                        kind: DataSource
                        metadata: {name: golden, namespace: ns}
                        spec: {source: {pvc: {name: gone, namespace: ns}}}
                        """,
                    Claim(annotations: PopulatedFor),
                    Volume(PrePopulated, "sourceRef: {kind: DataSource, name: golden}"),
                ],
            },
            new(
                "2/U4:",
                "A DataVolume of an absent DataSource, not marked",
                "refused=datasources.cdi.kubevirt.io \"golden\" not found"
            )
            {
                Steps = [Volume("", "sourceRef: {kind: DataSource, name: golden}")],
            },
            new(
                "2/E1:",
                "A machine waits for its claim",
                "DataVolume/ns/d1 phase=Succeeded",
                "VirtualMachine/ns/vm1 printableStatus=Starting"
            )
            {
                Run = "09",
            },
            new(
                "2/F1:",
                "A halted machine first",
                "refused=persistentvolumeclaims \"d1\" already exists",
                "VirtualMachine/ns/vm1 printableStatus=Provisioning"
            )
            {
                Run = "11",
            },
            new("2/F2:", "A halted machine that makes no DataVolumes", "machine=Stopped", "nothing=DataVolume/ns/d")
            {
                Steps =
                [
                    Machine("Halted")
                        .Replace(
                            "namespace: ns",
                            "namespace: ns, annotations: {kubevirt.io/immediate-data-volume-creation: \"false\"}",
                            StringComparison.Ordinal
                        ),
                ],
            },
            new("2/F3:", "Only the lower case counts", "volume=FilledAnew")
            {
                Steps =
                [
                    Machine("Halted")
                        .Replace(
                            "namespace: ns",
                            "namespace: ns, annotations: {kubevirt.io/immediate-data-volume-creation: \"False\"}",
                            StringComparison.Ordinal
                        ),
                ],
            },
            new(
                "2/F4:",
                "The annotation makes the machine first safe",
                "DataVolume/ns/d1 phase=Succeeded",
                "VirtualMachine/ns/vm1 printableStatus=Stopped"
            )
            {
                Run = "12",
            },
            new(
                "2/U3:",
                "A clone without a claim starts",
                "DataVolume/ns/copy phase=CloneInProgress",
                "PersistentVolumeClaim/ns/copy overwrittenBy=clone"
            )
            {
                Run = "16",
            },
        ];
}
