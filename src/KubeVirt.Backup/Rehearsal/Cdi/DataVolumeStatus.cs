using System.Text.Json.Nodes;

namespace KubeVirt.Backup.Rehearsal;

/// <summary>How far a DataVolume is, as its controller tells from its claim.</summary>
/// <remarks>
/// Source: CDI pkg/controller/datavolume/controller-base.go (updateStatus), conditions.go.
/// </remarks>
internal static class DataVolumeStatus
{
    private const string Source = DataVolumeSync.Source;
    private const string Pending = "Pending";

    private static readonly string[] BoundNext = [Pending, "WaitForFirstConsumer", "Unknown"];

    /// <summary>Writes phase, claim and conditions, and tells of a phase that is new.</summary>
    public static void Update(World world, WorldObject volume, DataVolumeSource source, ToldPhase? told)
    {
        var claim = world.Find(Kinds.PersistentVolumeClaim, volume.Namespace, volume.Name);
        var before = volume.Phase;
        world.Update(volume, one =>
        {
            if (told is not null)
            {
                SetPhase(one, told.Phase);
                SetConditions(one, null, null, told.Reason, told.Message);
                return;
            }

            if (claim is not null)
                one.Set("/status/claimName", claim.Name);
            SetPhase(one, PhaseOf(world, one, claim, source));
            SetConditions(one, claim, world.Target.ClassOf(claim?.Text("/spec/storageClassName")), "", "");
        });
        if (volume.Phase == before)
            return;

        if (told is not null)
            world.Warn(volume, told.Reason, told.Message);
        if (volume.Phase == "Failed")
            world.Warn(volume, "ErrClaimLost", $"PVC {volume.Name} lost");
        if (volume.Phase.Length > 0)
            world.Tell(volume, RehearsalEffect.Progress, $"Its phase is {volume.Phase}.", Source);
    }

    private static void SetPhase(WorldObject volume, string phase) =>
        volume.Set("/status/phase", phase.Length == 0 ? null : phase);

    /// <summary>The phase, as far as the claim and its marks decide it.</summary>
    private static string PhaseOf(World world, WorldObject volume, WorldObject? claim, DataVolumeSource source)
    {
        if (claim is null)
            return CdiRules.IsPrePopulated(volume) || volume.Phase.Length == 0 ? Pending : volume.Phase;
        if (volume.HasAnnotation(CdiNames.CheckStaticVolume) && claim.HasAnnotation(CdiNames.VolumeList))
            return Pending;

        var requiresWork = CdiRules.RequiresWork(world, claim, volume);
        if (CdiRules.IsComplete(claim) && requiresWork)
            return "Succeeded";

        return claim.Phase switch
        {
            "Lost" => "Failed",
            _ when !requiresWork => "Succeeded",
            "Bound" => OfBound(volume, claim, source),
            _ => OfPending(world, volume, claim, source),
        };
    }

    /// <summary>The phase while a bound claim is still to be filled.</summary>
    private static string OfBound(WorldObject volume, WorldObject claim, DataVolumeSource source)
    {
        if (source.Kind == DataVolumeWork.Populate)
            return "Succeeded";
        if (source.Kind == DataVolumeWork.Import && claim.HasAnnotation(CdiNames.ImportPod))
            return "ImportScheduled";
        if (source.Kind == DataVolumeWork.Upload && claim.HasAnnotation(CdiNames.UploadTarget))
            return "UploadScheduled";
        if (source.Kind == DataVolumeWork.Clone && claim.HasAnnotation(CdiNames.CloneRequest))
            return "CloneScheduled";

        return BoundNext.Contains(volume.Phase, StringComparer.Ordinal) ? "PVCBound" : volume.Phase;
    }

    /// <summary>The phase while a claim without its volume is still to be filled.</summary>
    private static string OfPending(World world, WorldObject volume, WorldObject claim, DataVolumeSource source)
    {
        if (CdiRules.MayWait(world, claim))
            return Observed.Unknown;

        var @class = world.Target.ClassOf(claim.Text("/spec/storageClassName"));
        var waits = @class is { WaitsForConsumer: true };
        if (!CdiNames.IsTrue(claim.Annotation(CdiNames.UsePopulator)))
            return waits && CdiRules.HonorsWaiting(world) ? "WaitForFirstConsumer" : Pending;
        if (waits && !claim.HasAnnotation(CdiNames.SelectedNode) && !claim.HasAnnotation(CdiNames.ImmediateBinding))
            return "PendingPopulation";
        if (source.Kind == DataVolumeWork.Clone)
            return ClonePopulator.PhaseOf(volume, claim);
        if (source.Kind == DataVolumeWork.Populate)
            return "Succeeded";

        // Which of two events CDI sees first, the binding of the prime claim or its pod, decides whether it ever gets
        // a phase while the import lasts.
        return world.Find(PopulatorController.PrimeId(claim)) is null ? volume.Phase : Observed.Unknown;
    }

    private static void SetConditions(
        WorldObject volume,
        WorldObject? claim,
        RehearsalClass? @class,
        string reason,
        string message
    )
    {
        var ready = volume.Phase == "Succeeded" ? "True" : "False";
        volume.Set(
            "/status/conditions",
            new JsonArray(
                BoundCondition(volume, claim, @class, reason, message),
                Conditions.Of("Ready", ready, reason, message),
                RunningCondition(claim)
            )
        );
    }

    /// <summary>Whether the claim is bound, and what it waits for.</summary>
    private static JsonObject BoundCondition(
        WorldObject volume,
        WorldObject? claim,
        RehearsalClass? @class,
        string reason,
        string message
    )
    {
        if (claim is null)
        {
            var text = message.Length == 0 ? "No PVC found" : message;
            return Conditions.Of("Bound", "False", reason.Length == 0 ? "NotFound" : reason, text);
        }

        if (claim.Phase == "Bound")
            return Conditions.Of("Bound", "True", "Bound", $"PVC {claim.Name} Bound");
        if (claim.Phase == "Lost")
            return Conditions.Of("Bound", "False", "ClaimLost", "Claim Lost");

        // CDI copies the events of the prime claim, whenever they come.
        var isFilling = volume.Phase == Observed.Unknown;
        var told = isFilling
            ? Observed.Unknown
            : ClonePopulator.BoundMessage(claim, @class) ?? $"PVC {claim.Name} Pending";
        return Conditions.Of("Bound", "False", Pending, told);
    }

    /// <summary>Whether something fills the claim.</summary>
    private static JsonObject RunningCondition(WorldObject? claim) =>
        claim is not null && ClonePopulator.IsAtWork(claim)
            ? Conditions.Of("Running", "False", Pending, "Clone Pending")
            : Conditions.Of("Running", "False", "", "");
}
