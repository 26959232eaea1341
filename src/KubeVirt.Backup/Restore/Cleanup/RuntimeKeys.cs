namespace KubeVirt.Backup.Restore;

/// <summary>
/// The labels and annotations that controllers write for themselves. A trailing <c>*</c> stands for any rest.
/// </summary>
internal static class RuntimeKeys
{
    /// <summary>Labels that admission refuses on a VirtualMachineInstance and on every template of one.</summary>
    /// <remarks>Source: KubeVirt pkg/virt-api/webhooks/validating-webhook/admitters/vmi-create-admitter.go.</remarks>
    public static readonly string[] Restricted =
    [
        "kubevirt.io/created-by",
        "kubevirt.io/migrationJobUID",
        "kubevirt.io/nodeName",
        "kubevirt.io/migrationTargetNodeName",
        "kubevirt.io/schedulable",
        "kubevirt.io/install-strategy",
    ];

    /// <summary>
    /// Of the keys that begin with <c>cdi.kubevirt.io/</c>, those by which a user says how a volume is to be made or
    /// used. The others say how it came about: CDI writes them, and reads them as its own notes.
    /// </summary>
    /// <remarks>
    /// Sources: CDI pkg/controller/common/util.go (<c>allowedAnnotations</c>, which it copies from users' objects to
    /// its pods, and <c>AnnPodRetainAfterCompletion</c>), doc/debug.md, doc/datavolume-annotations.md; KubeVirt
    /// pkg/storage/types/pvc.go and pkg/storage/snapshot/restore.go. Those of other prefixes in allowedAnnotations
    /// match no pattern here and stay, too. <c>cloneType</c> and <c>usePopulator</c> are written by CDI on every
    /// volume, so that nobody can tell a user's wish from its note.
    /// </remarks>
    private static readonly string[] UserSettings =
    [
        "cdi.kubevirt.io/storage.pod.priorityclassname",
        "cdi.kubevirt.io/storage.pod.retainAfterCompletion",
        "cdi.kubevirt.io/storage.pod.serviceAccountName",
        "cdi.kubevirt.io/storage.contentType",
        "cdi.kubevirt.io/storage.preallocation",
        "cdi.kubevirt.io/storage.preallocation.requested",
        "cdi.kubevirt.io/storage.thick-provisioned",
        "cdi.kubevirt.io/storage.populatedFor",
        "cdi.kubevirt.io/storage.bind.immediate.requested",
        "cdi.kubevirt.io/storage.deleteAfterCompletion",
    ];

    // kubectl's copy of the whole object speaks of the old names, and of a Secret's values.
    private static readonly string[] OnAll =
    [
        "kubectl.kubernetes.io/last-applied-configuration",
        "restore.kubevirt.io/*",
        // The mark of the restore that wrote an object, which says nothing of the next one.
        "kubevirt-backup/restore-id",
    ];

    // Those of KubeVirt are named one by one: of its prefix most are a user's settings, such as
    // kubevirt.io/ignitiondata. Source: KubeVirt staging/src/kubevirt.io/api/core/v1/types.go.
    private static readonly string[] OnMachines =
    [
        .. OnAll,
        "kubevirt.io/latest-observed-api-version",
        "kubevirt.io/storage-observed-api-version",
    ];

    private static readonly string[] OnInstances =
    [
        .. OnMachines,
        "kubevirt.io/create-migration-target",
        "kubevirt.io/vm-generation",
        "kubevirt.io/eviction-source",
        "kubevirt.io/migration-target-ready-timestamp",
        "kubevirt.io/memory-overhead-bytes",
        "kubevirt.io/ephemeral-provisioning",
        "kubevirt.io/nonroot",
        "kubevirt.io/qgs-socket-path",
        "kubevirt.io/instancetype-name",
        "kubevirt.io/cluster-instancetype-name",
        "kubevirt.io/preference-name",
        "kubevirt.io/cluster-preference-name",
    ];

    private static readonly string[] OnDataVolumes =
    [
        .. OnAll,
        "cdi.kubevirt.io/storage.clone.*",
        "cdi.kubevirt.io/storage.extended.clone.*",
        "cdi.kubevirt.io/cloneType",
        "cdi.kubevirt.io/ownerUID",
        "cdi.kubevirt.io/externalPopulation",
        "cdi.kubevirt.io/createdByController",
        "cdi.kubevirt.io/storage.pod.*",
        "cdi.kubevirt.io/storage.condition.*",
        "cdi.kubevirt.io/storage.populator.*",
    ];

    private static readonly string[] OnClaims =
    [
        .. OnAll,
        "cdi.kubevirt.io/*",
        "k8s.io/CloneRequest",
        "k8s.io/CloneOf",
        "pv.kubernetes.io/*",
        "volume.kubernetes.io/*",
        "volume.beta.kubernetes.io/storage-provisioner",
    ];

    // applyStorageProfile makes CDI enlarge the request at every creation.
    private static readonly string[] LabelsOnVolumes =
    [
        "kubevirt.io/created-by",
        "cdi.kubevirt.io/applyStorageProfile",
    ];

    private static readonly string[] LabelsOnInstances =
    [
        .. Restricted,
        "kubevirt.io/outdatedLauncherImage",
        "kubevirt.io/vm-pool-revision-name",
        "kubevirt.io/vmi-pod-cpu-resource-limits",
        "kubevirt.io/vmi-pod-memory-resource-requests",
        "kubevirt.io/memory-hotplug-overhead-ratio",
    ];

    /// <summary>The patterns of annotations that controllers write on a kind.</summary>
    public static IReadOnlyCollection<string> Annotations(GroupKind kind)
    {
        if (kind == Kinds.VirtualMachineInstance)
            return OnInstances;
        if (kind == Kinds.PersistentVolumeClaim)
            return OnClaims;
        if (kind == Kinds.DataVolume)
            return OnDataVolumes;

        return MachineSpec.TemplateIn(kind) is null ? OnAll : OnMachines;
    }

    /// <summary>The patterns of labels that controllers write on a kind.</summary>
    public static IReadOnlyCollection<string> Labels(GroupKind kind)
    {
        if (kind == Kinds.VirtualMachineInstance)
            return LabelsOnInstances;

        return kind == Kinds.PersistentVolumeClaim || kind == Kinds.DataVolume ? LabelsOnVolumes : [];
    }

    /// <summary>Whether a key matches a pattern and is no setting of a user. Allocates nothing.</summary>
    public static bool Matches(string pattern, string key)
    {
        if (!pattern.EndsWith('*'))
            return key == pattern;

        var prefix = pattern.AsSpan(..^1);

        return key.AsSpan().StartsWith(prefix, StringComparison.Ordinal) && !UserSettings.Contains(key);
    }
}
