namespace KubeVirt.Backup.Rehearsal;

/// <summary>CDI's annotations, kinds and names, as its controllers write them.</summary>
/// <remarks>Source: CDI pkg/controller/common/util.go, pkg/controller/populators/util.go.</remarks>
internal static class CdiNames
{
    public const string Group = "cdi.kubevirt.io";
    public const string ApiVersion = "cdi.kubevirt.io/v1beta1";

    public const string PopulatedFor = Group + "/storage.populatedFor";
    public const string PrePopulated = Group + "/storage.prePopulated";
    public const string AllowClaimAdoption = Group + "/allowClaimAdoption";
    public const string CheckStaticVolume = Group + "/storage.checkStaticVolume";
    public const string VolumeList = Group + "/storage.persistentVolumeList";
    public const string UsePopulator = Group + "/storage.usePopulator";
    public const string CreatedFor = Group + "/createdForDataVolume";
    public const string PodPhase = Group + "/storage.pod.phase";
    public const string ContentType = Group + "/storage.contentType";
    public const string Preallocation = Group + "/storage.preallocation.requested";
    public const string ImmediateBinding = Group + "/storage.bind.immediate.requested";
    public const string Endpoint = Group + "/storage.import.endpoint";
    public const string ImportSource = Group + "/storage.import.source";
    public const string ImportPod = Group + "/storage.import.importPodName";
    public const string ImportMethod = Group + "/storage.import.registryImportMethod";
    public const string RequiresScratch = Group + "/storage.import.requiresScratch";
    public const string UploadTarget = Group + "/storage.upload.target";
    public const string UploadPod = Group + "/storage.uploadPodName";
    public const string UploadClient = Group + "/uploadClientName";
    public const string CloneRequest = "k8s.io/CloneRequest";
    public const string CloneToken = Group + "/storage.clone.token";
    public const string ExtendedToken = Group + "/storage.extended.clone.token";
    public const string SourceNamespace = Group + "/dataSourceNamespace";
    public const string CloneType = Group + "/cloneType";
    public const string PrimeName = Group + "/storage.populator.pvcPrime";
    public const string PopulatorKind = Group + "/storage.populator.kind";
    public const string ExternalPopulation = Group + "/externalPopulation";
    public const string SelectedNode = "volume.kubernetes.io/selected-node";

    /// <summary>The label by which velero leaves an object out.</summary>
    public const string ExcludeFromBackup = "velero.io/exclude-from-backup";

    public const string TokenValue = "eyJhbGciOiJQUzI1NiJ9.<token>";

    public static readonly GroupKind ImportSourceKind = new(Group, "VolumeImportSource");
    public static readonly GroupKind UploadSourceKind = new(Group, "VolumeUploadSource");
    public static readonly GroupKind CloneSourceKind = new(Group, "VolumeCloneSource");

    /// <summary>Whether an annotation is true, as Go reads it.</summary>
    public static bool IsTrue(string? value) => value is "1" or "t" or "T" or "true" or "TRUE" or "True";
}
