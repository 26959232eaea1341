using System.Text.Json.Nodes;

namespace KubeVirt.Backup.Rehearsal;

/// <summary>
/// CDI's populator of clones. Where the class cannot clone by itself, the data go through a second claim and a pod that
/// receives them.
/// </summary>
/// <remarks>
/// Without a VolumeSnapshotClass and with a target of another size a clone is copied. Source: CDI
/// pkg/controller/populators/clone-populator.go, pkg/controller/clone/planner.go, host-clone.go.
/// </remarks>
internal sealed class ClonePopulator : ControllerModel
{
    private const string Phase = CdiNames.Group + "/clonePhase";
    private const string Fallback = CdiNames.Group + "/cloneFallbackReason";
    private const string HostClone = "HostClone";
    private const string Copy = "copy";
    private const string NoExpansion = "No volume expansion is possible";
    private const string Request = "/spec/resources/requests/storage";

    public override string Source => "CDI pkg/controller/populators/clone-populator.go";

    public override IEnumerable<ResourceId> Watch(World world, Change change)
    {
        var one = change.Object;
        if (one.Kind == Kinds.PersistentVolumeClaim && CdiRules.PopulatorOf(one) == CdiNames.CloneSourceKind)
            return [one.Id];
        if (one.Kind != CdiNames.CloneSourceKind)
            return [];

        return world
            .Of(Kinds.PersistentVolumeClaim)
            .Where(claim => CdiRules.PopulatorOf(claim) == one.Kind)
            .Where(claim => claim.Text("/spec/dataSourceRef/name") == one.Name)
            .Select(claim => claim.Id);
    }

    public override bool Reconcile(World world, ResourceId id)
    {
        if (world.Find(id) is not { IsDeleting: false, Phase: "Pending" } claim || CdiRules.IsComplete(claim))
            return true;
        if (!PopulatorController.IsReady(world, claim) || SourceOf(world, claim) is not { } from)
            return true;

        // Of equal sizes the storage itself may clone; what it does then is not known here.
        var isCopied = Quantity.Bytes(from.At(Request)) != Quantity.Bytes(claim.At(Request));
        if (isCopied)
            world.Warn(claim, "NoVolumeExpansion", NoExpansion);

        world.Update(claim, one =>
        {
            one.Annotate(CdiNames.CloneType, isCopied ? Copy : Observed.Unknown);
            one.Annotate(Fallback, NoExpansion);
            one.Annotate(Phase, isCopied ? HostClone : Observed.Unknown);
            if (!isCopied)
                one.Set("/status/phase", Observed.Unknown);
        });
        MakeTarget(world, claim, from);
        return true;
    }

    /// <summary>The phase of a DataVolume whose claim is cloned this way.</summary>
    public static string PhaseOf(WorldObject volume, WorldObject claim) =>
        claim.Annotation(Phase) switch
        {
            HostClone => "CloneInProgress",
            Observed.Unknown => Observed.Unknown,
            _ => volume.Phase,
        };

    /// <summary>A class without a CSIDriver is copied by pods, and CDI says so.</summary>
    public static void FallBack(World world, WorldObject claim)
    {
        const string Why = "In tree storage class does not support snapshot/clone";
        var isNew = world.Update(claim, one =>
        {
            one.Annotate(CdiNames.CloneType, Copy);
            one.Annotate(Fallback, Why);
        });
        if (isNew)
            world.Warn(claim, "NoPopulator", Why);
    }

    /// <summary>Whether a claim is being copied to.</summary>
    public static bool IsAtWork(WorldObject claim) => claim.Annotation(Phase) == HostClone;

    /// <summary>What CDI tells of a claim that waits for the clone.</summary>
    public static string? BoundMessage(WorldObject claim, RehearsalClass? @class)
    {
        if (!IsAtWork(claim) || @class is null)
            return null;

        return $"target PVC {claim.Name} Pending and Waiting for a volume to be created either by the external provisioner "
            + $"'{@class.Provisioner}' or manually by the system administrator. If volume creation is delayed, please verify "
            + "that the provisioner is running and correctly registered.";
    }

    /// <summary>The claim that is copied; <see langword="null"/> where it is not there.</summary>
    private static WorldObject? SourceOf(World world, WorldObject claim)
    {
        var place = claim.Annotation(CdiNames.SourceNamespace) ?? claim.Namespace;
        var named = world.Find(CdiNames.CloneSourceKind, place, claim.Text("/spec/dataSourceRef/name"));
        var kind = named?.Text("/spec/source/kind");

        return kind == Kinds.PersistentVolumeClaim.Kind
            ? world.Find(Kinds.PersistentVolumeClaim, named!.Namespace, named.Text("/spec/source/name"))
            : null;
    }

    /// <summary>Makes the claim beside the source into which the data are copied.</summary>
    private void MakeTarget(World world, WorldObject claim, WorldObject from)
    {
        var id = new ResourceId(Kinds.PersistentVolumeClaim, from.Namespace, $"tmp-pvc-{claim.Uid}");
        if (world.Find(id) is not null)
            return;

        var annotations = (JsonObject)claim.Annotations!.DeepClone();
        annotations[Phase] = "Pending";
        annotations[CdiNames.PopulatorKind] = CdiNames.CloneSourceKind.Kind;
        annotations[CdiNames.ImmediateBinding] = "";
        annotations[CdiNames.CloneRequest] = $"{from.Namespace}/{from.Name}";
        annotations[CdiNames.Group + "/ownerUID"] = claim.Uid;
        annotations[CdiNames.Group + "/events.source"] = $"{claim.Namespace}/{claim.Name}";
        annotations[CdiNames.Group + "/events.source.kind"] = claim.Kind.Kind;
        var body = WorkerObjects.Claim(id, claim, annotations, null);
        body["metadata"]!["labels"]![CdiNames.Group + "/OwnedByUID"] = claim.Uid;
        ApiServer.Create(world, body, NewObject.Worker(claim, "clone"), out _);
        world.Tell(claim, RehearsalEffect.Filled, $"CDI copies the claim {from.Name} in its place.", Source);
    }
}
