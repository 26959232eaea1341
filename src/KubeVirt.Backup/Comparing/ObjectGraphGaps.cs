using System.Collections.Frozen;
using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Comparing;

/// <summary>What KubeVirt's object graph is known to leave out, and why.</summary>
/// <remarks>
/// Source: KubeVirt pkg/virt-api/rest/objectgraph.go; pkg/storage/utils/volumes.go for the claim with the state.
/// </remarks>
internal static class ObjectGraphGaps
{
    /// <summary>The kinds that it has nodes of: objectGraphMap.</summary>
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
    /// Parts of a pointer into a machine or guest, and what they stand for. The first that fits counts.
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
    /// Where a reference to persistent state stands that does not come from the machine's own fields.
    /// </summary>
    private static readonly string[] AskedElsewhere = ["/spec/preference/", "/status/preferenceRef/", "/metadata/name"];

    /// <summary>Why it lacks an object; <see langword="null"/> where that is not known.</summary>
    /// <param name="theirs">What it has.</param>
    /// <param name="root">What it was asked about.</param>
    /// <param name="edge">The reference by which we have the object.</param>
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
            return "Asked about a machine, KubeVirt's object graph lists what its template names and not what its guest has; ask about the guest too.";
        if (edge.Reference is { HoldsData: true, Form: ReferenceForm.Derived, Target.LabelKey: { } label })
            return StateReason(
                edge,
                isLabelled: target is not null && ResourceMetadata.Label(target, label) is not null
            );
        if (edge.To.Kind == Kinds.DataVolume && edge.Path.EndsWith("/claimName", StringComparison.Ordinal))
            return "KubeVirt's object graph lists no DataVolume for a volume that names the claim.";
        return
            Fields.FirstOrDefault(field => edge.Path.Contains(field.Part, StringComparison.Ordinal))
                is { What: { } what }
            ? $"KubeVirt's object graph leaves out {what} ({edge.Path})."
            : null;
    }

    private static string? StateReason(ResourceEdge edge, bool isLabelled)
    {
        if (!isLabelled)
            return "KubeVirt's object graph finds a claim with persistent state by its label alone, and fails where there is none.";
        return AskedElsewhere.Any(path => edge.Path.StartsWith(path, StringComparison.Ordinal))
            ? "KubeVirt's object graph lists a claim with persistent state where the machine itself asks for it, not where its preference does."
            : null;
    }
}
