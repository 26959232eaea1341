using System.Text.Json.Nodes;

namespace KubeVirt.Backup.Rehearsal;

/// <summary>One look of a controller at a DataVolume, before it tells how far it is.</summary>
/// <remarks>Source: CDI pkg/controller/datavolume/controller-base.go (syncDvPvcState), import-controller.go,
/// upload-controller.go, pvc-clone-controller.go.</remarks>
internal sealed class DataVolumeSync(World world, WorldObject volume, DataVolumeSource source)
{
    public const string Source = "CDI pkg/controller/datavolume/controller-base.go";

    private const string NoClass = "PVC spec is missing accessMode and no storageClass to choose profile";

    /// <summary>What it found out that the status must say.</summary>
    public ToldPhase? Told { get; private set; }

    private WorldObject? Claim => world.Find(Kinds.PersistentVolumeClaim, volume.Namespace, volume.Name);

    private bool UsesPopulator => CdiNames.IsTrue(volume.Annotation(CdiNames.UsePopulator));

    /// <returns>Whether it is content; otherwise it tries again.</returns>
    public bool Run()
    {
        DropSource();
        var claim = Claim;
        var spec = claim?.At("/spec") as JsonObject ?? ClaimOfDataVolume.Render(world, volume);
        if (spec is null)
        {
            world.Warn(volume, "ErrClaimNotValid", NoClass);
            Told = new ToldPhase("", "ErrClaimNotValid", NoClass);
            return true;
        }

        var usesPopulator = UsesPopulatorFor(spec);
        if (claim is { } found)
        {
            if (IsStaticPending(found))
                return true;
            if (!Adopt(found))
                return false;
        }

        world.Update(volume, one =>
        {
            if (!one.HasAnnotation(CdiNames.UsePopulator))
                one.Annotate(CdiNames.UsePopulator, usesPopulator ? "true" : "false");
            if (claim is not null && CdiRules.IsBound(claim) && CdiRules.IsPopulatedFor(claim, one.Name))
                one.Annotate(CdiNames.PrePopulated, claim.Name);
        });

        return claim is null && MakeForStaticVolume(spec) ? true : Populate(claim, spec);
    }

    /// <summary>Makes source and claim where they are wanted.</summary>
    private bool Populate(WorldObject? claim, JsonObject spec)
    {
        if (source.Kind == DataVolumeWork.Clone)
            return Clone(claim, spec);
        if (UsesPopulator && KeepsSource(claim) && source.Kind != DataVolumeWork.Populate)
            ClaimOfDataVolume.MakeSource(world, volume, source);

        return claim is not null || CdiRules.IsPrePopulated(volume) || Make(spec);
    }

    /// <summary>A clone touches nothing while its claim needs no work or its source is absent.</summary>
    private bool Clone(WorldObject? claim, JsonObject spec)
    {
        if (CdiRules.IsPrePopulated(volume) || (claim is not null && !CdiRules.RequiresWork(world, claim, volume)))
            return true;

        var from = source.Cloned!;
        if (claim is null && world.Find(from.Kind, from.Namespace, from.Name) is null)
        {
            var kind = from.Kind == Kinds.PersistentVolumeClaim ? "pvc" : "snapshot";
            Told = new ToldPhase(volume.Phase, "CloneWithoutSource", $"The source {kind} {from.Name} doesn't exist");
            world.Tell(
                volume,
                RehearsalEffect.Stuck,
                $"It waits for its source, {from.Kind.Kind} {from.Name}, and makes no claim.",
                Source
            );
            return true;
        }

        if (ClaimOfDataVolume.IsAbroad(volume, source))
            world.Update(volume, one => one.Annotate(CdiNames.ExtendedToken, CdiNames.TokenValue));
        if (claim is null && !Make(spec))
            return false;
        if (UsesPopulator)
            ClaimOfDataVolume.MakeSource(world, volume, source);

        if (!UsesPopulator && Claim is { } copied)
            ClonePopulator.FallBack(world, copied);

        var type = UsesPopulator ? Claim?.Annotation(CdiNames.CloneType) : "copy";
        if (type is not null)
            world.Update(volume, one => one.Annotate(CdiNames.CloneType, type));
        return true;
    }

    /// <summary>Makes the claim; a quota that refuses it is told in the status.</summary>
    private bool Make(JsonObject spec)
    {
        var made = ClaimOfDataVolume.Make(world, volume, source, spec, UsesPopulator, out var refusal);
        if (made is not null)
        {
            world.Tell(
                made,
                RehearsalEffect.Filled,
                $"CDI makes it for the DataVolume {volume.Name} and fills it from its source.",
                Source
            );
            return true;
        }

        if (refusal!.Message.Contains("exceeded quota", StringComparison.Ordinal))
            Told = new ToldPhase("Pending", "ErrExceededQuota", refusal.Message);
        world.Tell(volume, RehearsalEffect.Stuck, $"Its claim is refused: {refusal.Message}", Source);
        return false;
    }

    /// <summary>Adopts a claim that needs no work, or fails on one that belongs to nobody.</summary>
    private bool Adopt(WorldObject claim)
    {
        if (claim.IsOwnedBy(volume))
            return true;
        if (CdiRules.RequiresWork(world, claim, volume))
        {
            world.Warn(
                volume,
                "ErrResourceExists",
                $"Resource \"{claim.Name}\" already exists and is not managed by DataVolume"
            );
            world.Tell(
                volume,
                RehearsalEffect.Stuck,
                "A claim of its name is there, is not marked as populated for it, and may not be adopted.",
                Source
            );
            return false;
        }

        // A claim has one controller: one that is owned already is not adopted, and this fails again and again.
        if (claim.ControllerOwner is { } other)
        {
            world.Tell(volume, RehearsalEffect.Stuck, $"Its claim belongs to {other.Kind.Kind} {other.Name}.", Source);
            return false;
        }

        world.Update(claim, one => one.AddOwner(OwnerOf.Controller(volume)));
        world.Tell(claim, RehearsalEffect.Adopted, $"The DataVolume {volume.Name} adopts it with its data.", Source);
        return true;
    }

    /// <summary>Whether volumes of the class are filled beside the claim. What was decided once stays.</summary>
    private bool UsesPopulatorFor(JsonObject spec)
    {
        if (volume.Annotation(CdiNames.UsePopulator) is { } given)
            return CdiNames.IsTrue(given);

        var name = WorldObject.TextOf(spec["storageClassName"]) ?? world.Target.DefaultClass;
        return world.Target.ClassOf(name) is { HasCsiDriver: not false };
    }

    /// <summary>The source that CDI made for a populator is kept until the data are there.</summary>
    private bool KeepsSource(WorldObject? claim) =>
        claim is null || !CdiRules.IsComplete(claim) || volume.Phase != "Succeeded";

    /// <summary>Deletes the source object when the data are there.</summary>
    private void DropSource()
    {
        if (source.Kind is not (DataVolumeWork.Import or DataVolumeWork.Upload) || !UsesPopulator || KeepsSource(Claim))
            return;
        if (world.Find(ClaimOfDataVolume.SourceId(volume, source)) is { } made)
            world.Delete(made);
    }

    /// <summary>
    /// Whether the claim still waits for a volume that was made for it. One that got it is marked as populated.
    /// </summary>
    private bool IsStaticPending(WorldObject claim)
    {
        if (
            !volume.HasAnnotation(CdiNames.CheckStaticVolume) || claim.Annotation(CdiNames.VolumeList) is not { } listed
        )
            return false;
        if (!CdiRules.IsBound(claim))
            return true;

        var name = claim.Text("/spec/volumeName") ?? "";
        if (!listed.Contains($"\"{name}\"", StringComparison.Ordinal))
            return false;

        world.Update(claim, one =>
        {
            one.Annotate(CdiNames.PopulatedFor, volume.Name);
            one.DropAnnotation(CdiNames.VolumeList);
        });
        return false;
    }

    /// <summary>Makes the claim for a volume that was bound to it beforehand, if one is large enough.</summary>
    private bool MakeForStaticVolume(JsonObject spec)
    {
        if (!volume.HasAnnotation(CdiNames.CheckStaticVolume) || CdiRules.IsPrePopulated(volume))
            return false;

        var probe = new WorldObject(
            new ResourceId(Kinds.PersistentVolumeClaim, volume.Namespace, volume.Name),
            "",
            new JsonObject { ["spec"] = spec.DeepClone() },
            ObjectOrigin.Controller
        );
        var names = world
            .Of(Kinds.PersistentVolume)
            .Where(one =>
                one.Text("/spec/claimRef/name") == volume.Name
                && one.Text("/spec/claimRef/namespace") == volume.Namespace
            )
            .Where(one => one.Phase == "Available" && VolumeBinder.Satisfies(one, probe))
            .Select(one => $"\"{one.Name}\"")
            .ToList();
        if (names.Count == 0)
            return false;

        ClaimOfDataVolume.MakeBare(world, volume, spec, $"[{string.Join(',', names)}]");
        return true;
    }
}
