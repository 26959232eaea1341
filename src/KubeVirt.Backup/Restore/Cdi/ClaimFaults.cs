namespace KubeVirt.Backup.Restore;

/// <summary>
/// Finds what a restored claim still says that makes CDI populate it again, or Kubernetes never bind it.
/// </summary>
/// <remarks>
/// Source: CDI pkg/controller/import-controller.go and upload-controller.go, which go by annotations of the claim
/// alone; Kubernetes pkg/controller/volume/persistentvolume/pv_controller.go.
/// </remarks>
internal static class ClaimFaults
{
    /// <summary>What is wrong, as a sentence; <see langword="null"/> where nothing is.</summary>
    public static string? Of(RestoreContext claim)
    {
        if (Instruction(claim.Draft) is { } instruction)
            return $"The claim carries {instruction}, by which CDI populates it over the restored data.";

        var isBound = claim.Draft.At(CdiKeys.BindCompleted) is not null;
        if (isBound && claim.Draft.At("/spec/volumeName") is not null)
            return "The claim says that it is bound to a PersistentVolume of the old cluster, so it goes Lost.";

        var namesSource = claim.Draft.StringAt("/spec/dataSourceRef/apiGroup") == Kinds.DataVolume.Group;
        if (namesSource && WasPopulated(claim))
        {
            return "The claim still names the source it was populated from, so it is populated again, "
                + "or waits for that source for ever.";
        }

        return null;
    }

    private static string? Instruction(ResourceDraft draft)
    {
        if (draft.StringAt(CdiKeys.PodPhase) == "Succeeded")
            return null;

        return CdiKeys.Instructions.FirstOrDefault(key => draft.At(key) is not null);
    }

    private static bool WasPopulated(RestoreContext claim) =>
        claim.Original.StringAt("/status/phase") == "Bound"
        || claim.Original.At(CdiKeys.BindCompleted) is not null
        || claim.Draft.At(CdiKeys.PopulatedFor) is not null;
}
