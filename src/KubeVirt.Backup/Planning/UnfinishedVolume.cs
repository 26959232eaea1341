using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Planning;

/// <summary>What says that CDI has not finished populating a claim.</summary>
/// <param name="Resource">The object that says so.</param>
/// <param name="Path">Where it says so.</param>
/// <param name="Why">What is the case, as the rest of a sentence about its DataVolume.</param>
/// <remarks>
/// Source: CDI pkg/apis/core/v1beta1/types.go, DataVolumePhase: a manifest without a status, or an unknown or empty
/// phase, says nothing of it, and data is rather kept than left out. kubevirt-velero-plugin
/// pkg/plugin/dv_backup_item_action.go marks the claims of what it found unfinished; the DataVolume may have succeeded
/// by the time it was archived itself.
/// </remarks>
internal sealed record UnfinishedVolume(ResourceId Resource, string Path, string Why)
{
    private const string InProgress = "/metadata/annotations/kvp.kubevirt.io~1storage.inprogress";

    /// <summary>What says so of a claim, or <see langword="null"/>.</summary>
    public static UnfinishedVolume? Of(ResourceGraph graph, ResourceId claim)
    {
        if (
            graph.FindResource(claim.WithKind(Kinds.DataVolume)) is { } volume
            && !IsMarked(volume, graph.FindResource(claim))
            && volume.StringAt("/status/phase") is { Length: > 0 } phase and not ("Succeeded" or "Unknown")
        )
            return new UnfinishedVolume(volume.Id, "/status/phase", $"DataVolume is in phase {phase}");
        return graph.FindResource(claim)?.At(InProgress) is not null
            ? new UnfinishedVolume(claim, InProgress, "DataVolume was unfinished when velero saved the claim")
            : null;
    }

    /// <summary>
    /// CDI never fills what says that it is populated: after a restore the DataVolume stays in some early phase over
    /// claims that hold all the data.
    /// </summary>
    private static bool IsMarked(Resource volume, Resource? claim) =>
        volume.At(CdiKeys.PrePopulated) is not null || claim?.StringAt(CdiKeys.PopulatedFor) == volume.Id.Name;
}
