using static KubeVirt.Backup.Rehearsal.Play;

namespace KubeVirt.Backup.Rehearsal;

/// <content>What the recorded runs correct or add.</content>
internal static partial class ObservedRows
{
    private static IReadOnlyList<ObservedRow> Recorded() =>
        [
            new(
                "R/K2, X8, J1, RT2b:",
                "A class that is absent",
                "DataVolume/ns/d1 phase=Succeeded",
                "PersistentVolumeClaim/ns/d1 phase=Pending",
                "VirtualMachine/ns/vm1 printableStatus=WaitingForVolumeBinding"
            )
            {
                Run = "81",
            },
            new(
                "R/K2, X8, J1, RT2b:",
                "No default class",
                "DataVolume/ns/d1 phase=Succeeded",
                "PersistentVolumeClaim/ns/d1 phase=Pending"
            )
            {
                Run = "95",
            },
            new(
                "R/K2, X8, J1, RT2b:",
                "A foreign populator",
                "DataVolume/ns/d1 phase=Succeeded",
                "PersistentVolumeClaim/ns/d1 phase=Pending"
            )
            {
                Run = "39",
            },
            new(
                "R/K2, fresh",
                "A fresh volume that waits, halted",
                "DataVolume/ns/d1 phase=PendingPopulation",
                "VirtualMachine/ns/vm1 printableStatus=Stopped"
            )
            {
                Run = "50",
            },
            new(
                "R/K2, fresh",
                "A fresh volume that waits, started",
                "VirtualMachine/ns/vm1 printableStatus=WaitingForVolumeBinding"
            )
            {
                Run = "51",
            },
            new("R/RT2:", "A static volume", "PersistentVolumeClaim/ns/d1 phase=Bound") { Run = "34" },
            new(
                "R/RT2:",
                "The same with bind-completed",
                "PersistentVolumeClaim/ns/d1 phase=Lost",
                "warned=ClaimMisbound"
            )
            {
                Run = "35",
            },
            new("R/H2:", "The race of an owner", "PersistentVolumeClaim/ns/d1 replaced=true") { Run = "27" },
            new("R/J2:", "An importer beside a bound claim", "DataVolume/ns/d1 phase=Succeeded") { Run = "40" },
            new("R/I1:", "A source of none", "PersistentVolumeClaim/ns/disk overwrittenBy=import") { Run = "46" },
            new("R/I1:", "A source of http alone", "PersistentVolumeClaim/ns/disk overwrittenBy=null") { Run = "45" },
            new("R/I6:", "A clone whose source is there", "PersistentVolumeClaim/ns/d1 overwrittenBy=clone")
            {
                Run = "47",
            },
            new(
                "R/C1:",
                "A foreign claim is adopted by the template",
                "refused=Destination PVC ns/d1 already exists",
                "DataVolume/ns/d1 phase=Succeeded"
            )
            {
                Run = "85",
            },
            new(
                "R/C2:",
                "The machine wakes the DataVolume",
                "warned=ErrResourceExists",
                "VirtualMachine/ns/vm printableStatus=Provisioning"
            )
            {
                Steps = [Volume(PrePopulated), "wait", Claim(), "wait", Machine()],
            },
            new("R/D6c:", "A clone waits for its source", "DataVolume/ns/copy phase=Succeeded") { Run = "23" },
            new("R/Q1:", "The word of a machine that hangs", "VirtualMachine/ns/vm1 printableStatus=Stopped")
            {
                Run = "79",
            },
            new("R/§6 revision without labels", "It is made anew", "ControllerRevision/ns/rev-a exists=false")
            {
                Run = "64",
            },
            new(
                "R/§6 object-version",
                "Data that cannot be read",
                "ControllerRevision/ns/old-cr exists=true",
                "VirtualMachine/ns/vm1 conditions~failed to decode"
            )
            {
                Run = "65",
            },
            new(
                "R/facts/kubevirt.md 8.6",
                "Expanded from a revision",
                "ControllerRevision/ns/rev-a exists=true",
                "VirtualMachine/ns/vm1 printableStatus=Stopped"
            )
            {
                Run = "98",
            },
            new(
                "R/facts/kubevirt.md 8.6",
                "Nothing to expand from",
                "VirtualMachine/ns/vm1 conditions~FailedFindInstancetype"
            )
            {
                Run = "99",
            },
            new(
                "R/new: a VM's own disk",
                "The label of state on a disk",
                "PersistentVolumeClaim/ns/disk exists=false",
                "VirtualMachine/ns/vm1 printableStatus=ErrorPvcNotFound"
            )
            {
                Run = "58",
            },
            new(
                "R/new: checkStaticVolume",
                "A volume that is too small for it",
                "PersistentVolumeClaim/ns/d1 overwrittenBy=import"
            )
            {
                Run = "36",
            },
            new("R/new: two state claims", "Which one is mounted", "VirtualMachineInstance/ns/vm1 phase=Scheduling")
            {
                Run = "59",
            },
            new("R/new: replica set first", "Which ones die", "VirtualMachineInstanceReplicaSet/ns/web exists=true")
            {
                Run = "73",
            },
            new(
                "R/new: VM name over 63",
                "A name that is too long",
                "VirtualMachine/ns/machine-with-a-name-that-is-longer-than-a-label-may-be-and-so-on-1 printableStatus=Starting"
            )
            {
                Run = "94",
            },
            new(
                "R/new: wrong or empty",
                "A quota of claims",
                "DataVolume/ns/d2 phase=Pending",
                "VirtualMachine/ns/vm1 printableStatus=Provisioning"
            )
            {
                Run = "82",
            },
            new("R/new: wrong or empty", "A quota of DataVolumes", "VirtualMachine/ns/vm1 conditions~FailedCreate")
            {
                Run = "87",
            },
            new(
                "R/new: wrong or empty",
                "A quota of pods",
                "VirtualMachine/ns/vm1 printableStatus=WaitingForVolumeBinding"
            )
            {
                Run = "83",
            },
            new(
                "R/new: wrong or empty",
                "A preference that is absent",
                "VirtualMachine/ns/vm1 conditions~FailedFindPreference"
            )
            {
                Run = "67",
            },
            new("R/new: wrong or empty", "An empty mark", "DataVolume/ns/d phase=Pending")
            {
                Steps =
                [
                    Volume(PrePopulated),
                    "wait",
                    Claim(annotations: "cdi.kubevirt.io/storage.populatedFor: \"\""),
                ],
            },
            new(
                "R/new: ManualRecoveryRequired",
                "A machine starts on a half-migrated claim",
                "VirtualMachine/ns/vm1 instance=true"
            )
            {
                Run = "90",
            },
        ];
}
