namespace KubeVirt.Backup.Rehearsal;

/// <summary>
/// CDI's controllers of importers and upload servers: whatever claim bears their annotations gets a pod that writes
/// into
/// it, whoever owns the claim and whatever it holds, unless it says that its pod has succeeded.
/// </summary>
internal sealed class WorkerController : ControllerModel
{
    public override string Source => "CDI pkg/controller/import-controller.go, upload-controller.go";

    public override IEnumerable<ResourceId> Watch(World world, Change change)
    {
        var one = change.Object;
        if (one.Kind == Kinds.PersistentVolumeClaim)
            return [one.Id];

        var owner = one.Kind == Kinds.Pod ? one.ControllerOwner : null;
        return owner?.Kind == Kinds.PersistentVolumeClaim
            ? [ResourceId.Unchecked(owner.Kind, one.Namespace, owner.Name)]
            : [];
    }

    public override bool Reconcile(World world, ResourceId id)
    {
        if (
            world.Find(id) is not { IsDeleting: false } claim
            || CdiRules.IsComplete(claim)
            || !CdiRules.MayHandle(world, claim)
        )
            return true;

        var isImport = claim.HasAnnotation(CdiNames.Endpoint) || claim.HasAnnotation(CdiNames.ImportSource);
        var isUpload = claim.HasAnnotation(CdiNames.UploadTarget);
        var isClone = claim.HasAnnotation(CdiNames.CloneRequest);
        if (isImport && !claim.HasAnnotation(CdiNames.ExternalPopulation) && !Import(world, claim))
            return false;

        return isUpload == isClone || Receive(world, claim, isClone);
    }

    /// <summary>Names the importer on the claim, then makes it, then tells its phase.</summary>
    private bool Import(World world, WorldObject claim)
    {
        var name = claim.Annotation(CdiNames.ImportPod) ?? $"importer-{claim.Name}";
        var pod = world.Find(Kinds.Pod, claim.Namespace, name);
        var needsScratch = ImportInstructions.NeedScratch(claim);
        if (pod is null)
        {
            if (IsInUse(world, claim, "ImportTargetInUse"))
                return false;

            world.Update(claim, one => one.Annotate(CdiNames.ImportPod, name));
            if (needsScratch)
                world.Update(claim, one => one.Annotate(CdiNames.RequiresScratch, "true"));
            if (!ImportInstructions.AreComplete(claim))
                return false;

            pod = WorkerObjects.Pod(world, claim, name, "importer", "import", needsScratch);
            TellOf(world, claim, pod, "imports");
        }

        if (pod is null)
            return false;
        if (needsScratch)
            WorkerObjects.Scratch(world, claim, pod, "import");
        world.Update(claim, one => one.Annotate(CdiNames.PodPhase, pod.Phase));
        return true;
    }

    /// <summary>Makes the server that receives an upload or the data of a clone.</summary>
    private bool Receive(World world, WorldObject claim, bool isClone)
    {
        if (isClone && !FindCloneSource(world, claim))
            return false;

        var name = claim.Annotation(CdiNames.UploadPod) ?? $"cdi-upload-{claim.Name}";
        var pod = world.Find(Kinds.Pod, claim.Namespace, name);
        var by = isClone ? "clone" : "upload";
        if (pod is null)
        {
            if (IsInUse(world, claim, "UploadTargetInUse"))
                return false;

            world.Update(claim, one => one.Annotate(CdiNames.UploadPod, name));
            pod = WorkerObjects.Pod(world, claim, name, "cdi-upload-server", by, !isClone);
            TellOf(world, claim, pod, isClone ? "clones" : "waits for an upload");
        }

        if (pod is null)
            return false;
        if (!isClone)
            WorkerObjects.Scratch(world, claim, pod, by);
        WorkerObjects.UploadParts(world, claim, pod, by);
        world.Update(claim, one => one.Annotate(CdiNames.PodPhase, pod.Phase));
        return true;
    }

    /// <summary>A clone needs its source to be there; otherwise it is ignored.</summary>
    private static bool FindCloneSource(World world, WorldObject claim)
    {
        var request = claim.Annotation(CdiNames.CloneRequest)?.Split('/') ?? [];
        if (request is not [var place, var name] || world.Find(Kinds.PersistentVolumeClaim, place, name) is null)
            return false;

        var client = $"{place}/{name}-{claim.Namespace}/{claim.Name}";
        world.Update(claim, one => one.Annotate(CdiNames.UploadClient, client));
        return true;
    }

    /// <summary>A claim that a pod uses already is not written to by another.</summary>
    private static bool IsInUse(World world, WorldObject claim, string reason)
    {
        var user = Pods.Using(world, claim).FirstOrDefault();
        if (user is null)
            return false;

        world.Warn(claim, reason, $"pod {user.Namespace}/{user.Name} using PersistentVolumeClaim {claim.Name}");
        return true;
    }

    private void TellOf(World world, WorldObject claim, WorldObject? pod, string what)
    {
        if (pod is not null)
            world.Tell(
                claim,
                RehearsalEffect.Filled,
                $"CDI's pod {pod.Name} {what} into it, over what it holds.",
                Source
            );
    }
}
