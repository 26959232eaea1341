using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Planning;

/// <summary>What says that CDI has not finished populating a claim.</summary>
/// <param name="Resource">The object that says so.</param>
/// <param name="Path">Where it says so.</param>
/// <param name="Why">What is the case, as the rest of a sentence about its DataVolume.</param>
/// <remarks>
/// Source: CDI pkg/apis/core/v1beta1/utils.go, IsPopulated, by which KubeVirt itself decides (pkg/storage/snapshot,
/// pkg/storage/export): a bound claim that no DataVolume controls was populated by somebody else, whatever a DataVolume
/// of its name says. A claim on which a guest runs is data, too: it is written to. A manifest without a status, or an
/// unknown or empty phase (types.go, DataVolumePhase), says nothing, and data is rather kept than left out.
/// kubevirt-velero-plugin pkg/plugin/dv_backup_item_action.go marks the claims of what it found unfinished; the
/// DataVolume may have succeeded by the time it was archived itself.
/// </remarks>
internal sealed record UnfinishedVolume(ResourceId Resource, string Path, string Why)
{
    private const string InProgress = "/metadata/annotations/kvp.kubevirt.io~1storage.inprogress";
    private const string Phase = "/status/phase";

    /// <summary>What says so of a claim, or <see langword="null"/> where it holds data as far as is known.</summary>
    public static UnfinishedVolume? Of(ResourceGraph graph, ResourceId claim)
    {
        var volume = graph.FindResource(claim.WithKind(Kinds.DataVolume));
        var found = graph.FindResource(claim);
        var isUnfinished = volume is not null && IsUnfinished(volume) && !IsMarked(volume, found);
        if (isUnfinished && !IsData(graph, claim, found))
            return new UnfinishedVolume(volume!.Id, Phase, $"DataVolume is in phase {volume.StringAt(Phase)}");

        return found?.At(InProgress) is not null
            ? new UnfinishedVolume(claim, InProgress, "DataVolume was unfinished when velero saved the claim")
            : null;
    }

    /// <summary>Whether the phase is known and is not the last one.</summary>
    private static bool IsUnfinished(Resource volume) =>
        volume.StringAt(Phase) is { Length: > 0 } and not ("Succeeded" or "Unknown");

    /// <summary>
    /// CDI never fills what says that it is populated: after a restore the DataVolume stays in some early phase over
    /// claims that hold all the data.
    /// </summary>
    private static bool IsMarked(Resource volume, Resource? claim) =>
        volume.At(CdiKeys.PrePopulated) is not null || claim?.StringAt(CdiKeys.PopulatedFor) == volume.Id.Name;

    /// <summary>Whether a claim holds data whatever the phase of its DataVolume is.</summary>
    private static bool IsData(ResourceGraph graph, ResourceId id, Resource? claim) =>
        claim is not null && ((IsBound(claim) && !IsControlled(claim)) || IsInUse(graph, id));

    private static bool IsBound(Resource claim) =>
        claim.StringAt(Phase) == "Bound" || claim.At(CdiKeys.BindCompleted) is not null;

    /// <summary>Whether a DataVolume is the controller of a claim, and so responsible for its data.</summary>
    private static bool IsControlled(Resource claim) =>
        JsonMembers
            .Items(claim.At("/metadata/ownerReferences"))
            .Any(owner => JsonMembers.Text(owner, "kind") == "DataVolume" && JsonMembers.IsTrue(owner, "controller"));

    /// <summary>Whether a guest runs on a claim.</summary>
    private static bool IsInUse(ResourceGraph graph, ResourceId claim) =>
        graph
            .EdgesTo(claim)
            .Any(edge =>
                edge.From.Kind == Kinds.VirtualMachineInstance
                && edge.Reference.HoldsData
                && graph.FindResource(edge.From)?.StringAt(Phase) == "Running"
            );
}
