using System.Text.Json.Nodes;

namespace KubeVirt.Backup.Rehearsal;

/// <summary>The defaults of a claim, and what CDI's webhook makes of one that asks for its storage profile.</summary>
/// <remarks>
/// Source: Kubernetes plugin/pkg/admission/storage/storageclass/setdefault/admission.go,
/// pkg/registry/core/persistentvolumeclaim/strategy.go; CDI pkg/apiserver/webhooks/pvc-mutate.go,
/// pkg/controller/datavolume/util.go (RenderPvc).
/// </remarks>
internal static class ClaimAdmission
{
    private const string ApplyProfile = "cdi.kubevirt.io/applyStorageProfile";
    private const string Request = "/spec/resources/requests/storage";

    /// <summary>Fills in class, mode and data source. It refuses nothing.</summary>
    public static Verdict? Admit(World world, Candidate claim)
    {
        if (claim.Kind != Kinds.PersistentVolumeClaim)
            return null;

        if (claim.At("/spec/storageClassName") is null && world.Target.DefaultClass is { } defaultClass)
            claim.Set("/spec/storageClassName", defaultClass);
        if (claim.Label(ApplyProfile) == "true")
            Render(world, claim);
        if (claim.Text("/spec/volumeMode") is null)
            claim.Set("/spec/volumeMode", StorageProfile.Filesystem);
        SetDataSources(claim);
        claim.Set("/status/phase", "Pending");

        return null;
    }

    /// <summary>Fills in what the storage profile says, and adds room for a filesystem each time.</summary>
    private static void Render(World world, Candidate claim)
    {
        var (modes, mode) = StorageProfile.Complete(
            claim.At("/spec/accessModes") as JsonArray,
            claim.Text("/spec/volumeMode")
        );
        claim.Set("/spec/accessModes", modes);
        claim.Set("/spec/volumeMode", mode);

        var isRestored = claim.Text("/spec/dataSourceRef/kind") == Kinds.VolumeSnapshot.Kind;
        if (mode != StorageProfile.Filesystem || isRestored || Quantity.Bytes(claim.At(Request)) is not { } bytes)
            return;

        var inflated = StorageProfile.Inflate(bytes, world.Target.OverheadOf(claim.Text("/spec/storageClassName")));
        claim.Set(Request, inflated);
    }

    /// <summary>
    /// The older field is copied to the newer one, and the other way round for the kinds that it may name.
    /// </summary>
    private static void SetDataSources(Candidate claim)
    {
        if (claim.At("/spec/dataSource") is { } source && claim.At("/spec/dataSourceRef") is null)
            claim.Set("/spec/dataSourceRef", source.DeepClone());
    }
}
