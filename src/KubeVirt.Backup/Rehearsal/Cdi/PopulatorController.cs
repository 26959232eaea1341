using System.Text.Json.Nodes;

namespace KubeVirt.Backup.Rehearsal;

/// <summary>
/// CDI's populators of imports and uploads: a claim that names such a source, and is not bound, gets a second claim
/// that
/// is filled in its place.
/// </summary>
/// <remarks>No mark of the claim keeps them from it, populatedFor as little as an owner.</remarks>
internal sealed class PopulatorController : ControllerModel
{
    public override string Source => "CDI pkg/controller/populators/populator-base.go";

    public override IEnumerable<ResourceId> Watch(World world, Change change)
    {
        var one = change.Object;
        if (one.Kind == Kinds.PersistentVolumeClaim)
        {
            if (IsPopulator(CdiRules.PopulatorOf(one)))
                return [one.Id];

            var isPrime = one.HasAnnotation(CdiNames.PopulatorKind) && one.ControllerOwner is not null;
            return isPrime ? [ResourceId.Unchecked(one.Kind, one.Namespace, one.ControllerOwner!.Name)] : [];
        }

        return IsPopulator(one.Kind) ? ClaimsOf(world, one) : [];
    }

    public override bool Reconcile(World world, ResourceId id)
    {
        if (world.Find(id) is not { IsDeleting: false } claim)
            return true;
        if (world.Find(PrimeId(claim)) is { } prime)
        {
            CopyTo(world, claim, prime);
            return true;
        }

        if (CdiRules.PopulatorOf(claim) is not { } kind || !IsPopulator(kind))
            return true;
        var source = world.Find(kind, claim.Namespace, claim.Text("/spec/dataSourceRef/name"));
        if (source is null)
        {
            world.Tell(claim, RehearsalEffect.Stuck, "It waits for the source that its dataSourceRef names.", Source);
            return true;
        }

        if (IsReady(world, claim) && claim.Phase == "Pending")
            MakePrime(world, claim, source);
        return true;
    }

    /// <summary>The id of the claim that is filled in place of another.</summary>
    public static ResourceId PrimeId(WorldObject claim) =>
        new(Kinds.PersistentVolumeClaim, claim.Namespace, $"prime-{claim.Uid}");

    /// <summary>Whether a kind is a source of imports or uploads.</summary>
    private static bool IsPopulator(GroupKind? kind) =>
        kind == CdiNames.ImportSourceKind || kind == CdiNames.UploadSourceKind;

    /// <summary>The claims that name a source.</summary>
    private static IEnumerable<ResourceId> ClaimsOf(World world, WorldObject source) =>
        world
            .Of(Kinds.PersistentVolumeClaim, source.Namespace)
            .Where(claim => CdiRules.PopulatorOf(claim) == source.Kind)
            .Where(claim => claim.Text("/spec/dataSourceRef/name") == source.Name)
            .Select(claim => claim.Id);

    /// <summary>Whether the class is there and does not wait for a node (claimReadyForPopulation).</summary>
    public static bool IsReady(World world, WorldObject claim)
    {
        if (world.Target.ClassOf(claim.Text("/spec/storageClassName")) is not { } known)
            return false;

        return !known.WaitsForConsumer
            || claim.HasAnnotation(CdiNames.SelectedNode)
            || claim.HasAnnotation(CdiNames.ImmediateBinding);
    }

    /// <summary>Makes the claim that is filled in place of another.</summary>
    private void MakePrime(World world, WorldObject claim, WorldObject source)
    {
        var isImport = source.Kind == CdiNames.ImportSourceKind;
        var annotations = AnnotationsOf(claim, source, isImport);
        var body = WorkerObjects.Claim(PrimeId(claim), claim, annotations, OwnerOf.Controller(claim));
        var prime = ApiServer.Create(
            world,
            body,
            NewObject.Worker(claim, isImport ? "import" : "upload"),
            out var refusal
        );
        if (prime is null)
        {
            world.Warn(claim, "ErrCreatingPVCPrime", refusal!.Message);
            world.Tell(
                claim,
                RehearsalEffect.Stuck,
                $"What is to be filled in its place is refused: {refusal.Message}",
                Source
            );
            return;
        }

        world.Tell(
            claim,
            RehearsalEffect.Filled,
            "CDI fills another volume in its place, from the source that it names.",
            Source
        );
    }

    private static JsonObject AnnotationsOf(WorldObject claim, WorldObject source, bool isImport)
    {
        var annotations = new JsonObject
        {
            [CdiNames.ImmediateBinding] = "",
            [CdiNames.PopulatorKind] = source.Kind.Kind,
            [CdiNames.ContentType] = source.Text("/spec/contentType") is { Length: > 0 } type ? type : "kubevirt",
            [CdiNames.Preallocation] = source.IsTrue("/spec/preallocation") ? "true" : "false",
        };
        if (claim.Annotation(CdiNames.SelectedNode) is { } node)
            annotations[CdiNames.SelectedNode] = node;
        if (isImport)
            ImportInstructions.Write(annotations, source.At("/spec/source") as JsonObject);
        else
            annotations[CdiNames.UploadTarget] = "";

        return annotations;
    }

    /// <summary>Tells on the claim how far the one is that is filled in its place.</summary>
    private static void CopyTo(World world, WorldObject claim, WorldObject prime) => world.Update(claim, one =>
        {
            one.Annotate(CdiNames.PrimeName, prime.Name);
            one.Annotate(CdiNames.Preallocation, prime.Annotation(CdiNames.Preallocation) ?? "false");
            if (prime.Annotation(CdiNames.PodPhase) is { } phase)
                one.Annotate(CdiNames.PodPhase, phase);
        });
}
