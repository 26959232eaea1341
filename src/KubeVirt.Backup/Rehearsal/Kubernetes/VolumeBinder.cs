using System.Text.Json.Nodes;

namespace KubeVirt.Backup.Rehearsal;

/// <summary>
/// Binds claims to volumes, and makes a volume where a class can. A claim that names a populator is left to it; a claim
/// of a class that waits gets its volume once a node is chosen.
/// </summary>
internal sealed class VolumeBinder : ControllerModel
{
    private const string BindCompleted = "pv.kubernetes.io/bind-completed";
    private const string ClaimRef = "/spec/claimRef";
    private const string Request = "/spec/resources/requests/storage";

    public override string Source => "Kubernetes pkg/controller/volume/persistentvolume/pv_controller.go";

    public override Pace Pace => Pace.Later;

    public override IEnumerable<ResourceId> Watch(World world, Change change)
    {
        var one = change.Object;
        if (one.Kind == Kinds.PersistentVolumeClaim)
            return change.Kind == ChangeKind.Deleted ? VolumesOf(world, one).Select(volume => volume.Id) : [one.Id];
        if (one.Kind != Kinds.PersistentVolume)
            return [];

        var waiting = world.Of(Kinds.PersistentVolumeClaim).Where(claim => claim.Phase == "Pending");
        return waiting.Select(claim => claim.Id).Prepend(one.Id);
    }

    public override bool Reconcile(World world, ResourceId id)
    {
        if (world.Find(id) is not { IsDeleting: false } one)
            return true;

        if (one.Kind == Kinds.PersistentVolume)
            SyncVolume(world, one);
        else if (one.HasAnnotation(BindCompleted))
            SyncBound(world, one);
        else
            SyncUnbound(world, one);

        return true;
    }

    /// <summary>Tells whether a volume is free, bound, or left by its claim.</summary>
    private static void SyncVolume(World world, WorldObject volume)
    {
        var uid = volume.Text($"{ClaimRef}/uid");
        var phase = "Available";
        if (!string.IsNullOrEmpty(uid))
            phase = world.ByUid(uid) is { IsLive: true } ? "Bound" : "Released";

        world.Update(volume, one => one.Set("/status/phase", phase));
    }

    /// <summary>A claim that was bound, or says so, holds its volume or has lost it.</summary>
    private void SyncBound(World world, WorldObject claim)
    {
        var name = claim.Text("/spec/volumeName");
        if (string.IsNullOrEmpty(name))
        {
            Lose(
                world,
                claim,
                "ClaimLost",
                "Bound claim has lost reference to PersistentVolume. Data on the volume is lost!"
            );
            return;
        }

        var volume = world.Find(Kinds.PersistentVolume, null, name);
        if (volume is null)
            Lose(world, claim, "ClaimLost", "Bound claim has lost its PersistentVolume. Data on the volume is lost!");
        else if (volume.At(ClaimRef) is null || volume.Text($"{ClaimRef}/uid") == claim.Uid)
            Bind(world, claim, volume);
        else
            Lose(
                world,
                claim,
                "ClaimMisbound",
                "Two claims are bound to the same volume, this one is bound incorrectly"
            );
    }

    /// <summary>Finds a volume for a claim, has one made, or tells what it waits for.</summary>
    private void SyncUnbound(World world, WorldObject claim)
    {
        var name = claim.Text("/spec/volumeName");
        if (!string.IsNullOrEmpty(name))
        {
            SyncNamed(world, claim, name);
            return;
        }

        var @class = claim.Text("/spec/storageClassName");
        var known = world.Target.ClassOf(@class);
        var waits = known is { WaitsForConsumer: true } && !claim.HasAnnotation(CdiNames.SelectedNode);
        if (Match(world, claim, waits) is { } found)
            Bind(world, claim, found);
        else if (IsClonedByStorage(claim))
            world.Update(claim, one => one.Set("/status/phase", Observed.Unknown));
        else if (claim.At("/spec/dataSourceRef") is not null)
            Stick(world, claim, "it is left to the populator that its dataSourceRef names");
        else if (string.IsNullOrEmpty(@class))
            Stick(world, claim, "it has no class, and the target has no default class");
        else if (known is null)
            StickWithoutClass(world, claim, @class);
        else if (waits)
            Stick(world, claim, $"its class {@class} waits until a pod uses it");
        else
            Bind(world, claim, Provision(world, claim));
    }

    /// <summary>A claim that names its volume is bound to it, or waits for it.</summary>
    private void SyncNamed(World world, WorldObject claim, string name)
    {
        var volume = world.Find(Kinds.PersistentVolume, null, name);
        if (volume is null || !IsFor(volume, claim))
        {
            Stick(world, claim, $"it names the volume {name}, which is not there for it");
            return;
        }

        // A volume that was made for the claim is not asked whether it fits.
        if (volume.At(ClaimRef) is not null || FindMismatch(volume, claim) is not { } mismatch)
        {
            Bind(world, claim, volume);
            return;
        }

        world.Warn(claim, "VolumeMismatch", $"Cannot bind to requested volume \"{name}\": {mismatch}");
        Stick(world, claim, $"the volume {name} does not fit: {mismatch}");
    }

    /// <summary>What a storage system makes of a clone or of a snapshot of its own is not known here.</summary>
    private static bool IsClonedByStorage(WorldObject claim) =>
        claim.Text("/spec/dataSourceRef/kind") is { } kind
        && (kind == Kinds.PersistentVolumeClaim.Kind || kind == Kinds.VolumeSnapshot.Kind);

    private void StickWithoutClass(World world, WorldObject claim, string @class)
    {
        world.Warn(claim, "ProvisioningFailed", $"storageclass.storage.k8s.io \"{@class}\" not found");
        Stick(world, claim, $"the target has no class {@class}");
    }

    /// <summary>Makes the volume that a class makes. It is no part of what is told.</summary>
    private static WorldObject Provision(World world, WorldObject claim)
    {
        var id = new ResourceId(Kinds.PersistentVolume, null, $"pvc-{claim.Uid}");
        var body = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = id.Kind.Kind,
            ["metadata"] = new JsonObject { ["name"] = id.Name },
            ["spec"] = new JsonObject
            {
                ["capacity"] = new JsonObject { ["storage"] = claim.Text(Request) ?? "0" },
                ["storageClassName"] = claim.Text("/spec/storageClassName"),
            },
        };
        return world.Add(id, body, NewObject.OfController);
    }

    /// <summary>Binds a claim and a volume to each other.</summary>
    private void Bind(World world, WorldObject claim, WorldObject volume)
    {
        world.Update(volume, one =>
        {
            one.Set($"{ClaimRef}/namespace", claim.Namespace);
            one.Set($"{ClaimRef}/name", claim.Name);
            one.Set($"{ClaimRef}/uid", claim.Uid);
            one.Set("/status/phase", "Bound");
        });
        var isNew = world.Update(claim, one =>
        {
            one.Set("/spec/volumeName", volume.Name);
            one.Annotate(BindCompleted, "yes");
            one.Set("/status/phase", "Bound");
            one.Set("/status/capacity/storage", volume.Text("/spec/capacity/storage"));
        });
        if (isNew)
            world.Tell(claim, RehearsalEffect.Bound, "It is bound to a volume.", Source);
    }

    /// <summary>Tells that a claim has lost its volume.</summary>
    private void Lose(World world, WorldObject claim, string reason, string message)
    {
        if (!world.Update(claim, one => one.Set("/status/phase", "Lost")))
            return;

        world.Warn(claim, reason, message);
        world.Tell(claim, RehearsalEffect.Lost, $"It is lost: {message}", Source);
    }

    /// <summary>Tells what a claim waits for.</summary>
    private void Stick(World world, WorldObject claim, string why) =>
        world.Tell(claim, RehearsalEffect.Stuck, $"It stays Pending: {why}.", Source);

    /// <summary>A volume that was made for a claim, or a free one that is large enough.</summary>
    private static WorldObject? Match(World world, WorldObject claim, bool waits)
    {
        var fitting = world
            .Of(Kinds.PersistentVolume)
            .Where(volume => IsFor(volume, claim) && Satisfies(volume, claim));
        var sorted = fitting.OrderBy(volume => volume.At(ClaimRef) is null).ThenBy(Size).ToList();

        return sorted.FirstOrDefault(volume => !waits || volume.At(ClaimRef) is not null);
    }

    private static System.Numerics.BigInteger Size(WorldObject volume) =>
        Quantity.Bytes(volume.At("/spec/capacity/storage")) ?? 0;

    /// <summary>Whether a volume is free, or was made for this very claim.</summary>
    private static bool IsFor(WorldObject volume, WorldObject claim)
    {
        if (volume.At(ClaimRef) is null)
            return true;

        var uid = volume.Text($"{ClaimRef}/uid");
        return volume.Text($"{ClaimRef}/name") == claim.Name
            && volume.Text($"{ClaimRef}/namespace") == claim.Namespace
            && (string.IsNullOrEmpty(uid) || uid == claim.Uid);
    }

    /// <summary>Whether a volume fits a claim (checkVolumeSatisfyClaim); CDI asks the same.</summary>
    public static bool Satisfies(WorldObject volume, WorldObject claim) => FindMismatch(volume, claim) is null;

    /// <summary>Size, class, mode and access modes: what of them does not fit, in the server's words.</summary>
    private static string? FindMismatch(WorldObject volume, WorldObject claim)
    {
        var offered = (volume.At("/spec/accessModes") as JsonArray ?? []).Select(WorldObject.TextOf);
        var asked = (claim.At("/spec/accessModes") as JsonArray ?? []).Select(WorldObject.TextOf);
        if (Size(volume) < (Quantity.Bytes(claim.At(Request)) ?? 0))
            return "requested PV is too small";
        if ((volume.Text("/spec/storageClassName") ?? "") != (claim.Text("/spec/storageClassName") ?? ""))
            return "storageClassName does not match";
        if (ModeOf(volume) != ModeOf(claim))
            return "incompatible volumeMode";

        return asked.Except(offered).Any() ? "incompatible accessMode" : null;
    }

    private static string ModeOf(WorldObject one) => one.Text("/spec/volumeMode") ?? StorageProfile.Filesystem;

    /// <summary>The volumes that are bound to a claim.</summary>
    private static IEnumerable<WorldObject> VolumesOf(World world, WorldObject claim) =>
        world.Of(Kinds.PersistentVolume).Where(volume => volume.Text($"{ClaimRef}/uid") == claim.Uid);
}
