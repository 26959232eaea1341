namespace KubeVirt.Backup.Restore;

/// <summary>
/// Finds what a restored claim still says that makes CDI populate it again, or Kubernetes never bind it.
/// </summary>
/// <remarks>
/// Source: CDI pkg/controller/import-controller.go, upload-controller.go and clone-controller.go, which go by annotations
/// of the claim alone; Kubernetes pkg/controller/volume/persistentvolume/pv_controller.go.
/// </remarks>
internal static class ClaimFaults
{
    /// <summary>What is wrong, as a sentence; <see langword="null"/> where nothing is.</summary>
    public static string? Of(RestoreContext claim)
    {
        if (Instruction(claim) is { } instruction)
            return $"The claim carries {instruction}, by which CDI populates it over the restored data.";

        var isBound = claim.Draft.At(CdiKeys.BindCompleted) is not null;
        if (isBound && claim.Draft.At("/spec/volumeName") is not null)
            return "The claim says that it is bound to a PersistentVolume of the old cluster, so it goes Lost.";

        if (NamesSource(claim) && WasPopulated(claim))
        {
            return "The claim still names the source it was populated from, so it is populated again, "
                + "or waits for that source for ever.";
        }

        return null;
    }

    /// <summary>The annotation that makes CDI populate the claim; <see langword="null"/> where none does.</summary>
    private static string? Instruction(RestoreContext claim)
    {
        var draft = claim.Draft;
        // That it was cloned it says itself, whatever the phase of a pod. One without data is to be cloned.
        if (draft.At(CdiKeys.CloneRequest) is not null && draft.At(CdiKeys.CloneOf) is null && WasPopulated(claim))
            return CdiKeys.CloneRequest;
        if (draft.StringAt(CdiKeys.PodPhase) == "Succeeded")
            return null;
        // Any other source needs an address, too, and is then known by that.
        if (draft.StringAt(CdiKeys.ImportSource) == "none")
            return CdiKeys.ImportSource;

        return CdiKeys.Instructions.FirstOrDefault(key => draft.At(key) is not null);
    }

    /// <summary>
    /// Whether a claim names a populator as it did before: CDI's, or a foreign one. A snapshot, and what a pipeline has
    /// set, are what the claim is to be filled from now.
    /// </summary>
    private static bool NamesSource(RestoreContext claim)
    {
        const string Source = "/spec/dataSourceRef";
        if (claim.Draft.StringAt(Source + "/apiGroup") == Kinds.DataVolume.Group)
            return true;
        if (claim.Draft.StringAt(Source + "/kind") is not { } kind || kind == Kinds.VolumeSnapshot.Kind)
            return false;

        return claim.Original.StringAt(Source + "/kind") == kind
            && claim.Original.StringAt(Source + "/name") == claim.Draft.StringAt(Source + "/name");
    }

    private static bool WasPopulated(RestoreContext claim) =>
        claim.Original.StringAt("/status/phase") == "Bound"
        || claim.Original.At(CdiKeys.BindCompleted) is not null
        || claim.Draft.At(CdiKeys.PopulatedFor) is not null;
}
