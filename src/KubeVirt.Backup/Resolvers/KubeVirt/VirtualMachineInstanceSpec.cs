using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Resolvers;

/// <summary>The references in the spec of a VirtualMachineInstance, wherever that spec stands.</summary>
/// <remarks>
/// One section for each part of the spec. A row without a source of its own follows
/// staging/src/kubevirt.io/api/core/v1/schema.go of KubeVirt. What KubeVirt resolves on the way to a launcher pod is
/// required, since the pod is not made or does not start without it.
/// </remarks>
internal static class VirtualMachineInstanceSpec
{
    private const string Schema = "kubevirt.io/api/core/v1/schema.go";
    private const string Types = "kubevirt.io/api/core/v1/types.go";

    /// <summary>The rows for a spec.</summary>
    /// <param name="at">Where the spec stands: <c>/spec</c>, <c>/spec/template/spec</c>, ...</param>
    public static IEnumerable<ReferenceRule> Rules(string at)
    {
        var volume = at + "/volumes/*";
        var annotations = at[..at.LastIndexOf('/')] + "/metadata/annotations";

        return
        [
            .. Claims(volume),
            .. Configuration(volume),
            .. CloudInit(volume),
            .. Images(at, volume),
            .. Credentials(at + "/accessCredentials/*"),
            .. Networks(at),
            .. LauncherPod(at),
            .. UtilityVolumes(at),
            .. HookSidecars.Rules(annotations),
            .. NetworkAnnotations.Rules(annotations),
        ];
    }

    /// <summary>
    /// The disks of the guest. A DataVolume and its claim have one name, so one text is two references.
    /// </summary>
    private static IEnumerable<ReferenceRule> Claims(string volume)
    {
        var claim = volume + "/persistentVolumeClaim/claimName";
        var dataVolume = volume + "/dataVolume/name";
        var baseImage = volume + "/ephemeral/persistentVolumeClaim/claimName";
        var memoryDump = volume + "/memoryDump/claimName";

        return
        [
            Row(claim, Kinds.PersistentVolumeClaim, "persistentVolumeClaim volume") with
            {
                HoldsData = true,
                ReadOnlyField = "readOnly",
            },
            // A claim has a DataVolume of its name only where CDI populated it.
            Row(claim, Kinds.DataVolume, "DataVolume of the claim") with
            {
                Requirement = Requirement.WhenPresent,
            },
            Row(dataVolume, Kinds.DataVolume, "dataVolume volume"),
            Row(dataVolume, Kinds.PersistentVolumeClaim, "claim of the DataVolume") with
            {
                HoldsData = true,
                Source = "kubevirt pkg/storage/types/pvc.go",
            },
            // What the guest writes goes to a file of the pod.
            Row(baseImage, Kinds.PersistentVolumeClaim, "base image of an ephemeral volume") with
            {
                HoldsData = true,
                IsReadOnly = true,
            },
            // KubeVirt would take the dump again at the next start, so a restore drops the volume.
            Row(memoryDump, Kinds.PersistentVolumeClaim, "memory dump") with
            {
                HoldsData = true,
                IsTransient = true,
            },
        ];
    }

    /// <summary>Disks that are made of small objects when the guest starts.</summary>
    private static IEnumerable<ReferenceRule> Configuration(string volume) =>
        [
            Row(volume + "/configMap/name", Kinds.ConfigMap, "configMap volume") with
            {
                OptionalField = "optional",
            },
            Row(volume + "/secret/secretName", Kinds.Secret, "secret volume") with
            {
                OptionalField = "optional",
            },
            Row(volume + "/serviceAccount/serviceAccountName", Kinds.ServiceAccount, "serviceAccount volume"),
            Row(volume + "/sysprep/secret/name", Kinds.Secret, "sysprep answer file"),
            Row(volume + "/sysprep/configMap/name", Kinds.ConfigMap, "sysprep answer file"),
        ];

    /// <summary>The data of both kinds of cloud-init disks, where it is not written in the spec itself.</summary>
    private static IEnumerable<ReferenceRule> CloudInit(string volume)
    {
        var noCloud = volume + "/cloudInitNoCloud";
        var configDrive = volume + "/cloudInitConfigDrive";

        return
        [
            Row(noCloud + "/secretRef/name", Kinds.Secret, "cloud-init user data"),
            Row(noCloud + "/networkDataSecretRef/name", Kinds.Secret, "cloud-init network data"),
            Row(configDrive + "/secretRef/name", Kinds.Secret, "cloud-init user data"),
            Row(configDrive + "/networkDataSecretRef/name", Kinds.Secret, "cloud-init network data"),
        ];
    }

    /// <summary>
    /// The Secrets that images are pulled with. The kubelet goes on without one: the image may be public or on the node
    /// already.
    /// </summary>
    private static IEnumerable<ReferenceRule> Images(string at, string volume)
    {
        var kernel = at + "/domain/firmware/kernelBoot/container/imagePullSecret";

        return
        [
            Row(volume + "/containerDisk/imagePullSecret", Kinds.Secret, "pull secret of a containerDisk") with
            {
                Requirement = Requirement.Optional,
            },
            Row(kernel, Kinds.Secret, "pull secret of the boot kernel") with
            {
                Requirement = Requirement.Optional,
            },
        ];
    }

    /// <summary>The keys and passwords that are put into the guest.</summary>
    private static IEnumerable<ReferenceRule> Credentials(string credential) =>
        [
            Row(credential + "/sshPublicKey/source/secret/secretName", Kinds.Secret, "SSH access credential"),
            Row(credential + "/userPassword/source/secret/secretName", Kinds.Secret, "password access credential"),
        ];

    /// <summary>The networks beside that of the pod. A name without a namespace is one of the guest's.</summary>
    private static IEnumerable<ReferenceRule> Networks(string at) =>
        [
            Row(at + "/networks/*/multus/networkName", Kinds.NetworkAttachmentDefinition, "multus network") with
            {
                Form = ReferenceForm.NamespaceSlashName,
                Source = "kubevirt pkg/network/multus/nad.go",
            },
        ];

    /// <summary>What the pod of the guest is made with.</summary>
    private static IEnumerable<ReferenceRule> LauncherPod(string at)
    {
        var claim = at + "/resourceClaims/*/resourceClaimName";
        var claimTemplate = at + "/resourceClaims/*/resourceClaimTemplateName";

        return
        [
            new(at + "/priorityClassName", Kinds.PriorityClass, "priority of the launcher pod") { Source = Types },
            new(at + "/serviceAccountName", Kinds.ServiceAccount, "service account of the launcher pod")
            {
                Source = Types,
            },
            new(claim, Kinds.ResourceClaim, "claimed device") { Source = Types },
            new(claimTemplate, Kinds.ResourceClaimTemplate, "claimed device") { Source = Types },
            // The guest starts without; its name is not found by DNS then.
            new(at + "/subdomain", Kinds.Service, "headless Service of the subdomain")
            {
                Requirement = Requirement.WhenPresent,
                Source = Types,
            },
        ];
    }

    /// <summary>The claims that are hot-plugged for a dump or a backup; admission refuses them at creation.</summary>
    private static IEnumerable<ReferenceRule> UtilityVolumes(string at) =>
        [
            Row(at + "/utilityVolumes/*/claimName", Kinds.PersistentVolumeClaim, "utility volume") with
            {
                Requirement = Requirement.Optional,
            },
        ];

    /// <summary>A row that follows the schema of the guest's spec.</summary>
    private static ReferenceRule Row(string path, GroupKind kind, string why) =>
        new(path, kind, why) { Source = Schema };
}
