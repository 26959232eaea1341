using System.Collections.Frozen;

namespace KubeVirt.Backup;

/// <summary>The names of kinds in URLs and on command lines.</summary>
/// <remarks>
/// Plurals follow Kubernetes apimachinery pkg/api/meta/restmapper.go (UnsafeGuessKindToResource), with exceptions for
/// Multus and the Gateway API. Short names are those of the Kubernetes API and of the
/// CustomResourceDefinitions of KubeVirt 1.9, CDI 1.66, the CSI snapshotter 8.6 and multus.
/// </remarks>
public static class KindNames
{
    private static readonly FrozenDictionary<GroupKind, string> IrregularPlurals = new Dictionary<GroupKind, string>
    {
        [Kinds.NetworkAttachmentDefinition] = "network-attachment-definitions",
        [new GroupKind("gateway.networking.k8s.io", "Gateway")] = "gateways",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<GroupKind, string[]> ShortNames = Parse(
        "Pod po",
        "ConfigMap cm",
        "PersistentVolumeClaim pvc",
        "PersistentVolume pv",
        "ServiceAccount sa",
        "Service svc",
        "Namespace ns",
        "Node no",
        "Endpoints ep",
        "Event ev",
        "Event.events.k8s.io ev",
        "LimitRange limits",
        "ResourceQuota quota",
        "ReplicationController rc",
        "StorageClass.storage.k8s.io sc",
        "VolumeAttributesClass.storage.k8s.io vac",
        "PriorityClass.scheduling.k8s.io pc",
        "CustomResourceDefinition.apiextensions.k8s.io crd crds",
        "Deployment.apps deploy",
        "StatefulSet.apps sts",
        "DaemonSet.apps ds",
        "ReplicaSet.apps rs",
        "CronJob.batch cj",
        "HorizontalPodAutoscaler.autoscaling hpa",
        "NetworkPolicy.networking.k8s.io netpol",
        "Ingress.networking.k8s.io ing",
        "PodDisruptionBudget.policy pdb",
        "NetworkAttachmentDefinition.k8s.cni.cncf.io net-attach-def network-attachment-definition "
            + "network-attachment-definitions",
        "VirtualMachine.kubevirt.io vm vms",
        "VirtualMachineInstance.kubevirt.io vmi vmis",
        "VirtualMachineInstanceMigration.kubevirt.io vmim vmims",
        "VirtualMachineInstancePreset.kubevirt.io vmipreset vmipresets",
        "VirtualMachineInstanceReplicaSet.kubevirt.io vmirs vmirss",
        "VirtualMachinePool.pool.kubevirt.io vmpool vmpools",
        "KubeVirt.kubevirt.io kv kvs",
        "VirtualMachineSnapshot.snapshot.kubevirt.io vmsnapshot vmsnapshots",
        "VirtualMachineSnapshotContent.snapshot.kubevirt.io vmsnapshotcontent vmsnapshotcontents",
        "VirtualMachineRestore.snapshot.kubevirt.io vmrestore vmrestores",
        "VirtualMachineClone.clone.kubevirt.io vmclone vmclones",
        "VirtualMachineExport.export.kubevirt.io vmexport vmexports",
        "VirtualMachineBackup.backup.kubevirt.io vmbackup vmbackups",
        "VirtualMachineBackupTracker.backup.kubevirt.io vmbackuptracker vmbackuptrackers",
        "VirtualMachineFileRestore.filerestore.kubevirt.io vmfr vmfrestore",
        "VirtualMachineInstancetype.instancetype.kubevirt.io vminstancetype vminstancetypes vmf vmfs",
        "VirtualMachinePreference.instancetype.kubevirt.io vmpref vmprefs vmp vmps",
        "VirtualMachineClusterInstancetype.instancetype.kubevirt.io vmclusterinstancetype vmclusterinstancetypes "
            + "vmcf vmcfs",
        "VirtualMachineClusterPreference.instancetype.kubevirt.io vmcp vmcps",
        "DataVolume.cdi.kubevirt.io dv dvs",
        "DataSource.cdi.kubevirt.io das",
        "DataImportCron.cdi.kubevirt.io dic dics",
        "CDI.cdi.kubevirt.io cdi cdis",
        "ObjectTransfer.cdi.kubevirt.io ot ots",
        "OpenstackVolumePopulator.forklift.cdi.kubevirt.io osvp osvps",
        "OvirtVolumePopulator.forklift.cdi.kubevirt.io ovvp ovvps",
        "VolumeSnapshot.snapshot.storage.k8s.io vs",
        "VolumeSnapshotContent.snapshot.storage.k8s.io vsc vscs",
        "VolumeSnapshotClass.snapshot.storage.k8s.io vsclass vsclasses",
        "VolumeGroupSnapshot.groupsnapshot.storage.k8s.io vgs",
        "VolumeGroupSnapshotContent.groupsnapshot.storage.k8s.io vgsc vgscs",
        "VolumeGroupSnapshotClass.groupsnapshot.storage.k8s.io vgsclass vgsclasses"
    );

    /// <summary>The name in URLs and in RBAC rules, for instance <c>virtualmachines</c>.</summary>
    /// <param name="kind">
    /// Any kind. For one that the library does not know it is a guess; only the server's discovery is certain.
    /// </param>
    public static string Plural(GroupKind kind)
    {
        if (IrregularPlurals.TryGetValue(kind, out var plural))
            return plural;

        var singular = kind.Kind.ToLowerInvariant();
        return singular switch
        {
            _ when singular.EndsWith("endpoints", StringComparison.Ordinal) => singular,
            [.., 's'] => singular + "es",
            [.. var stem, 'y'] => stem + "ies",
            _ => singular + "s",
        };
    }

    /// <summary>
    /// Plural and group, as <c>pods</c> and <c>virtualmachines.kubevirt.io</c>: so Velero names its folders, and quotas
    /// of objects count.
    /// </summary>
    /// <param name="kind">Any kind; see <see cref="Plural"/> for those that are not known.</param>
    public static string Resource(GroupKind kind) =>
        kind.Group.Length == 0 ? Plural(kind) : $"{Plural(kind)}.{kind.Group}";

    /// <summary>
    /// Reads an id as somebody types it: the kind by its own name, its plural or a short one, with or without its group, as
    /// in <c>vm/shop/db</c>. The text form of an id is one, too.
    /// </summary>
    /// <param name="text">The kind, the namespace if it has one, and the name.</param>
    /// <exception cref="FormatException">
    /// It is none, or its kind can be several; the message says which forms there are.
    /// </exception>
    public static ResourceId ParseId(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var kind = text.Split('/')[0];
        var (name, group) = kind.Split('.', 2) is [var first, var rest] ? (first, rest) : (kind, null);
        var known = KindScopes
            .All.Union(ShortNames.Keys)
            .Where(known => IsCalled(known, name) && (group is null || known.Group == group))
            .Order()
            .ToList();
        // Without a group a kind of the core group is meant, as in the text form.
        var core = known.Where(found => found.Group.Length == 0 || group is not null).ToList();
        var meant = core.Count > 0 ? core : known;

        return meant switch
        {
            [] => ResourceId.Parse(text),
            [var only] => ResourceId.Parse($"{only}{text[kind.Length..]}"),
            _ => throw new FormatException(
                $"'{kind}' in '{text}' can be {string.Join(" or ", meant)}. Write one of them."
            ),
        };
    }

    /// <summary>Whether a kind is called by a name: its own, its plural or a short one, in any case.</summary>
    internal static bool IsCalled(GroupKind kind, string name) =>
        string.Equals(name, kind.Kind, StringComparison.OrdinalIgnoreCase)
        || string.Equals(name, Plural(kind), StringComparison.OrdinalIgnoreCase)
        || (ShortNames.TryGetValue(kind, out var others) && others.Contains(name, StringComparer.OrdinalIgnoreCase));

    /// <summary>Reads rows of a kind and its short names, divided by blanks.</summary>
    private static FrozenDictionary<GroupKind, string[]> Parse(params string[] rows) =>
        rows.Select(row => row.Split(' ')).ToFrozenDictionary(words => GroupKind.Parse(words[0]), words => words[1..]);
}
