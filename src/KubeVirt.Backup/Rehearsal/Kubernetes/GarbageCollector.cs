namespace KubeVirt.Backup.Rehearsal;

/// <summary>
/// Deletes what has owners of which none is there. An owner counts by its UID in the namespace of the object; a kind
/// that
/// the cluster does not know counts as there.
/// </summary>
internal sealed class GarbageCollector : ControllerModel
{
    public override string Source => "Kubernetes pkg/controller/garbagecollector/garbagecollector.go";

    public override Pace Pace => Pace.Soon;

    public override IEnumerable<ResourceId> Watch(World world, Change change)
    {
        if (change.Kind != ChangeKind.Deleted)
            return change.Object.Owners.Count > 0 ? [change.Object.Id] : [];

        return world.Live.Where(one => one.Owners.Any(owner => owner.Uid == change.Object.Uid)).Select(one => one.Id);
    }

    public override bool Reconcile(World world, ResourceId id)
    {
        if (world.Find(id) is not { IsDeleting: false } one || one.Owners.Count == 0)
            return true;

        var dangling = one.Owners.Where(owner => IsDangling(world, one, owner)).ToList();
        if (dangling.Count == 0)
            return true;

        if (dangling.Count < one.Owners.Count)
        {
            var solid = OwnerOf.Write(one.Owners.Except(dangling));
            world.Update(one, found => found.Set("/metadata/ownerReferences", solid));
            return true;
        }

        var owner = dangling[0];
        world.Tell(
            one,
            RehearsalEffect.Collected,
            $"The garbage collector deletes it: its owner, {owner.Kind.Kind} {owner.Name}, is not there under that UID.",
            Source
        );
        world.Delete(one);
        return true;
    }

    /// <summary>
    /// Whether an owner is not there: its UID is unknown, gone, or that of an object in another namespace.
    /// </summary>
    private static bool IsDangling(World world, WorldObject one, OwnerOf owner)
    {
        var isKnown = KindScopes.IsNamespaced(owner.Kind) || KindScopes.IsCluster(owner.Kind);
        if (!isKnown || (one.Namespace is null && KindScopes.IsNamespaced(owner.Kind)))
            return false;
        if (world.ByUid(owner.Uid) is not { IsLive: true } found)
            return true;
        if (found.Namespace is null || found.Namespace == one.Namespace)
            return false;

        world.Warn(
            one,
            "OwnerRefInvalidNamespace",
            $"ownerRef [{owner.ApiVersion}/{owner.Kind.Kind}, namespace: {one.Namespace}, name: {owner.Name}, "
                + $"uid: {owner.Uid}] does not exist in namespace \"{one.Namespace}\""
        );
        return true;
    }
}
