using System.Collections.Frozen;
using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Comparing;

/// <summary>Gives the reasons for which KubeVirt's object graph is known to leave objects out.</summary>
/// <remarks>
/// Source: KubeVirt pkg/virt-api/rest/objectgraph.go; pkg/storage/utils/volumes.go for the claim with the state.
/// </remarks>
internal static class ObjectGraphGaps
{
    /// <summary>The kinds that KubeVirt's object graph has nodes of (objectGraphMap).</summary>
    private static readonly FrozenSet<GroupKind> Known = new[]
    {
        Kinds.VirtualMachine,
        Kinds.VirtualMachineInstance,
        Kinds.VirtualMachineInstancetype,
        Kinds.VirtualMachineClusterInstancetype,
        Kinds.VirtualMachinePreference,
        Kinds.VirtualMachineClusterPreference,
        Kinds.DataVolume,
        Kinds.ControllerRevision,
        Kinds.ConfigMap,
        Kinds.PersistentVolumeClaim,
        Kinds.ServiceAccount,
        Kinds.Secret,
        Kinds.Pod,
        Kinds.NetworkAttachmentDefinition,
    }.ToFrozenSet();

    /// <summary>
    /// Parts of a pointer into a machine or guest, and what they lead to. The first that matches counts.
    /// </summary>
    private static readonly (string Part, string What)[] Fields =
    [
        ("/memoryDump", "memory dumps"),
        ("/sysprep/", "sysprep volumes"),
        ("/ephemeral/", "base images of ephemeral volumes"),
        ("/imagePullSecret", "pull secrets"),
        ("/utilityVolumes/", "utility volumes"),
        ("/dataVolumeTemplates/", "sources of DataVolume templates"),
        ("/spec/serviceAccountName", "service accounts of the pod"),
        ("/annotations/", "hook sidecars"),
        ("/userPassword/", "a password beside an SSH key in one access credential"),
        ("/revisionName", "pinned revisions beside the stored ones"),
        ("/spec/instancetype/name", "instancetypes whose kind is not written"),
        ("/spec/preference/name", "preferences whose kind is not written"),
        ("/labels/", "revisions of pools"),
        ("/status/", "what the status names"),
    ];

    /// <summary>
    /// The starts of pointers to persistent state that is not asked for in the machine's own fields.
    /// </summary>
    private static readonly string[] AskedElsewhere = ["/spec/preference/", "/status/preferenceRef/", "/metadata/name"];

    /// <summary>Why KubeVirt lacks an object; <see langword="null"/> where that is not known.</summary>
    /// <param name="theirs">The objects that KubeVirt has.</param>
    /// <param name="root">The object that KubeVirt was asked about.</param>
    /// <param name="edge">The reference by which this library has the object.</param>
    /// <param name="target">The object, where it was found.</param>
    public static string? Reason(IReadOnlySet<ResourceId> theirs, ResourceId root, ResourceEdge edge, Resource? target)
    {
        if (!Known.Contains(edge.To.Kind))
            return "KubeVirt's object graph has no objects of this kind.";
        if (!theirs.Contains(edge.From))
            return $"It is reached by way of {edge.From}, which KubeVirt's object graph lacks.";
        if (edge.From.Kind != Kinds.VirtualMachine && edge.From.Kind != Kinds.VirtualMachineInstance)
            return $"KubeVirt's object graph does not look into {edge.From}.";
        if (edge.To.Kind == Kinds.Pod)
            return "KubeVirt's object graph lists the first launcher pod that it finds, and no others.";

        if (edge.From != root)
        {
            return "Asked about a machine, KubeVirt's object graph lists what its template names, "
                + "not what its guest has. Ask about the guest as well.";
        }

        if (edge.Reference is { HoldsData: true, Form: ReferenceForm.Derived, Target.LabelKey: { } label })
        {
            var isLabelled = target is not null && ResourceMetadata.Label(target, label) is not null;
            return StateReason(edge, isLabelled);
        }

        if (edge.To.Kind == Kinds.DataVolume && edge.Path.EndsWith("/claimName", StringComparison.Ordinal))
            return "KubeVirt's object graph lists no DataVolume for a volume that names the claim.";

        return FieldReason(edge.Path);
    }

    private static string? FieldReason(string path)
    {
        foreach (var (part, what) in Fields)
        {
            if (path.Contains(part, StringComparison.Ordinal))
                return $"KubeVirt's object graph leaves out {what} ({path}).";
        }

        return null;
    }

    private static string? StateReason(ResourceEdge edge, bool isLabelled)
    {
        if (!isLabelled)
        {
            return "KubeVirt's object graph finds a claim with persistent state by its label alone, "
                + "and fails where there is none.";
        }

        if (!AskedElsewhere.Any(path => edge.Path.StartsWith(path, StringComparison.Ordinal)))
            return null;

        return "KubeVirt's object graph lists a claim with persistent state where the machine itself asks for it, "
            + "not where its preference does.";
    }
}
