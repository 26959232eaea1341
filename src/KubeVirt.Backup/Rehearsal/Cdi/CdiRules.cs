using System.Text.Json.Nodes;

namespace KubeVirt.Backup.Rehearsal;

/// <summary>The questions about claims and DataVolumes that several parts of CDI ask.</summary>
/// <remarks>Source: CDI pkg/controller/common/util.go, pkg/controller/datavolume/controller-base.go.</remarks>
internal static class CdiRules
{
    /// <summary>The gate by which CDI leaves claims alone until a pod uses them, where their class waits for that.</summary>
    public const string HonorWaitForFirstConsumer = nameof(HonorWaitForFirstConsumer);

    private const string ClaimAdoption = "DataVolumeClaimAdoption";

    private static readonly string[] Forms = ["pvc", "storage"];
    private static readonly string[] WorkerMarks =
    [
        CdiNames.Endpoint,
        CdiNames.ImportSource,
        CdiNames.UploadTarget,
        CdiNames.CloneRequest,
    ];

    /// <summary>Whether a claim is marked as populated for the DataVolume of a name.</summary>
    public static bool IsPopulatedFor(WorldObject claim, string dataVolume) =>
        claim.Annotation(CdiNames.PopulatedFor) == dataVolume;

    /// <summary>
    /// Whether a DataVolume may adopt a claim that it did not make: what it says itself counts before the feature gate
    /// (AllowClaimAdoption).
    /// </summary>
    public static bool MayAdopt(World world, WorldObject claim, string? uid, string? allowed)
    {
        if (uid is not null && claim.Annotation(CdiNames.CreatedFor) == uid)
            return false;

        return allowed is null ? world.Target.HasCdiGate(ClaimAdoption) : CdiNames.IsTrue(allowed);
    }

    /// <summary>Whether a claim still has to be filled for a DataVolume (pvcRequiresWork).</summary>
    public static bool RequiresWork(World world, WorldObject claim, WorldObject volume) =>
        !IsPopulatedFor(claim, volume.Name)
        && !MayAdopt(world, claim, volume.Uid, volume.Annotation(CdiNames.AllowClaimAdoption));

    /// <summary>Whether a DataVolume waits for its claim and makes none; the value means nothing.</summary>
    public static bool IsPrePopulated(WorldObject volume) => volume.HasAnnotation(CdiNames.PrePopulated);

    /// <summary>Whether CDI takes a claim for filled (IsPVCComplete).</summary>
    public static bool IsComplete(WorldObject claim) => claim.Annotation(CdiNames.PodPhase) == "Succeeded";

    /// <summary>Whether a claim has its volume.</summary>
    public static bool IsBound(WorldObject claim) => claim.Phase == "Bound";

    /// <summary>
    /// Whether a worker may write into a claim already: one that is to be bound at once need not wait
    /// (shouldHandlePvc, IsWaitForFirstConsumerEnabled).
    /// </summary>
    public static bool MayHandle(World world, WorldObject claim) =>
        IsBound(claim) || claim.HasAnnotation(CdiNames.ImmediateBinding) || !HonorsWaiting(world);

    /// <summary>Whether CDI leaves claims alone until a pod uses them, where their class waits for that.</summary>
    public static bool HonorsWaiting(World world) => world.Target.HasCdiGate(HonorWaitForFirstConsumer);

    /// <summary>Whether nobody knows if CDI leaves a claim alone until a pod uses it.</summary>
    public static bool MayWait(World world, WorldObject claim)
    {
        var isDecided = claim.HasAnnotation(CdiNames.SelectedNode) || claim.HasAnnotation(CdiNames.ImmediateBinding);
        if (world.Target.CdiFeatureGates is not null || isDecided || claim.Phase != "Pending")
            return false;

        return world.Target.ClassOf(claim.Text("/spec/storageClassName")) is { WaitsForConsumer: true };
    }

    /// <summary>Whether a claim itself tells CDI's workers to fill it.</summary>
    public static bool AsksForWorker(WorldObject claim) => WorkerMarks.Any(claim.HasAnnotation);

    /// <summary>Whether a DataVolume is filled by a populator of others (dvUsesVolumePopulator).</summary>
    public static bool IsExternal(JsonNode? spec) =>
        Forms
            .Select(form => (spec as JsonObject)?[form] as JsonObject)
            .Any(storage => storage?["dataSource"] is not null || storage?["dataSourceRef"] is not null);

    /// <summary>The kind of CDI's that a claim names as its data source.</summary>
    public static GroupKind? PopulatorOf(WorldObject claim) =>
        claim.Text("/spec/dataSourceRef/apiGroup") == CdiNames.Group
        && claim.Text("/spec/dataSourceRef/name") is { Length: > 0 }
        && claim.Text("/spec/dataSourceRef/kind") is { } kind
            ? new GroupKind(CdiNames.Group, kind)
            : null;
}
