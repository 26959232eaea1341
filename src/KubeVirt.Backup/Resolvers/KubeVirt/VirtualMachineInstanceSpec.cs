using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Resolvers;

/// <summary>The references in the spec of a VirtualMachineInstance, wherever that spec stands.</summary>
/// <remarks>Source: KubeVirt staging/src/kubevirt.io/api/core/v1/schema.go and types.go.</remarks>
internal static class VirtualMachineInstanceSpec
{
    private const string Schema = "kubevirt.io/api/core/v1/schema.go";
    private const string Types = "kubevirt.io/api/core/v1/types.go";

    /// <param name="at">Where the spec stands: <c>/spec</c>, <c>/spec/template/spec</c>, ...</param>
    public static IEnumerable<ReferenceRule> Rules(string at) =>
        [
            .. Volumes(at + "/volumes/*"),
            .. Others(at),
            .. HookSidecars.Rules(Annotations(at)),
            .. NetworkAnnotations.Rules(Annotations(at)),
        ];

    private static string Annotations(string at) => at[..at.LastIndexOf('/')] + "/metadata/annotations";

    private static IEnumerable<ReferenceRule> Volumes(string volume) =>
        [
            new(
                volume + "/persistentVolumeClaim/claimName",
                Kinds.PersistentVolumeClaim,
                "persistentVolumeClaim volume"
            )
            {
                HoldsData = true,
                Source = Schema,
            },
            // A claim has a DataVolume of its name only where CDI populated it.
            new(volume + "/persistentVolumeClaim/claimName", Kinds.DataVolume, "DataVolume of the claim")
            {
                Requirement = Requirement.WhenPresent,
                Source = Schema,
            },
            new(volume + "/dataVolume/name", Kinds.DataVolume, "dataVolume volume") { Source = Schema },
            new(volume + "/dataVolume/name", Kinds.PersistentVolumeClaim, "claim of the DataVolume")
            {
                HoldsData = true,
                Source = "kubevirt pkg/storage/types/pvc.go",
            },
            new(
                volume + "/ephemeral/persistentVolumeClaim/claimName",
                Kinds.PersistentVolumeClaim,
                "base image of an ephemeral volume"
            )
            {
                HoldsData = true,
                Source = Schema,
            },
            new(volume + "/memoryDump/claimName", Kinds.PersistentVolumeClaim, "memory dump")
            {
                HoldsData = true,
                Source = Schema,
            },
            new(volume + "/configMap/name", Kinds.ConfigMap, "configMap volume")
            {
                OptionalField = "optional",
                Source = Schema,
            },
            new(volume + "/secret/secretName", Kinds.Secret, "secret volume")
            {
                OptionalField = "optional",
                Source = Schema,
            },
            new(volume + "/serviceAccount/serviceAccountName", Kinds.ServiceAccount, "serviceAccount volume")
            {
                Source = Schema,
            },
            new(volume + "/sysprep/secret/name", Kinds.Secret, "sysprep answer file") { Source = Schema },
            new(volume + "/sysprep/configMap/name", Kinds.ConfigMap, "sysprep answer file") { Source = Schema },
            new(volume + "/cloudInitNoCloud/secretRef/name", Kinds.Secret, "cloud-init user data") { Source = Schema },
            new(volume + "/cloudInitNoCloud/networkDataSecretRef/name", Kinds.Secret, "cloud-init network data")
            {
                Source = Schema,
            },
            new(volume + "/cloudInitConfigDrive/secretRef/name", Kinds.Secret, "cloud-init user data")
            {
                Source = Schema,
            },
            new(volume + "/cloudInitConfigDrive/networkDataSecretRef/name", Kinds.Secret, "cloud-init network data")
            {
                Source = Schema,
            },
            // The kubelet goes on without a pull secret: the image may be public or on the node already.
            new(volume + "/containerDisk/imagePullSecret", Kinds.Secret, "pull secret of a containerDisk")
            {
                Requirement = Requirement.Optional,
                Source = Schema,
            },
        ];

    private static IEnumerable<ReferenceRule> Others(string at) =>
        [
            new(
                at + "/accessCredentials/*/sshPublicKey/source/secret/secretName",
                Kinds.Secret,
                "SSH access credential"
            )
            {
                Source = Schema,
            },
            new(
                at + "/accessCredentials/*/userPassword/source/secret/secretName",
                Kinds.Secret,
                "password access credential"
            )
            {
                Source = Schema,
            },
            new(
                at + "/domain/firmware/kernelBoot/container/imagePullSecret",
                Kinds.Secret,
                "pull secret of the boot kernel"
            )
            {
                Requirement = Requirement.Optional,
                Source = Schema,
            },
            new(at + "/networks/*/multus/networkName", Kinds.NetworkAttachmentDefinition, "multus network")
            {
                Form = ReferenceForm.NamespaceSlashName,
                Source = "kubevirt pkg/network/multus/nad.go",
            },
            new(at + "/priorityClassName", Kinds.PriorityClass, "priority of the launcher pod") { Source = Types },
            new(at + "/serviceAccountName", Kinds.ServiceAccount, "service account of the launcher pod")
            {
                Source = Types,
            },
            new(at + "/resourceClaims/*/resourceClaimName", Kinds.ResourceClaim, "claimed device") { Source = Types },
            new(at + "/resourceClaims/*/resourceClaimTemplateName", Kinds.ResourceClaimTemplate, "claimed device")
            {
                Source = Types,
            },
            // Hot-plugged for a dump or a backup; admission refuses them at creation.
            new(at + "/utilityVolumes/*/claimName", Kinds.PersistentVolumeClaim, "utility volume")
            {
                Requirement = Requirement.Optional,
                Source = Schema,
            },
        ];
}
