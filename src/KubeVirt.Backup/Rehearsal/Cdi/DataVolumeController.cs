namespace KubeVirt.Backup.Rehearsal;

/// <summary>
/// CDI's controllers of DataVolumes: adopt the claim of that name, or make it and have it filled; then tell how far it
/// is.
/// </summary>
/// <remarks>
/// A claim that names no DataVolume, as owner or as the one it is populated for, wakes nobody: a DataVolume that waits
/// for it does not notice it.
/// </remarks>
internal sealed class DataVolumeController : ControllerModel
{
    public override string Source => DataVolumeSync.Source;

    public override IEnumerable<ResourceId> Watch(World world, Change change)
    {
        var one = change.Object;
        if (one.Kind == Kinds.DataVolume)
            return [one.Id];
        if (one.Kind != Kinds.PersistentVolumeClaim)
            return [];

        var names = new List<string?> { one.Annotation(CdiNames.PopulatedFor) };
        if (one.ControllerOwner is { } owner && owner.Kind.Kind == Kinds.DataVolume.Kind)
            names.Add(owner.Name);
        var named = names
            .Where(name => !string.IsNullOrEmpty(name))
            .Select(name => ResourceId.Unchecked(Kinds.DataVolume, one.Namespace, name!));

        return change.Kind == ChangeKind.Added ? named.Concat(ClonesOf(world, one)) : named;
    }

    public override bool Reconcile(World world, ResourceId id)
    {
        if (world.Find(id) is not { IsDeleting: false } volume || DataVolumeSource.Of(world, volume) is not { } source)
            return true;

        var sync = new DataVolumeSync(world, volume, source);
        var isContent = sync.Run();
        DataVolumeStatus.Update(world, volume, source, sync.Told);

        return isContent;
    }

    /// <summary>Clones that wait for their source look again when it appears.</summary>
    private static IEnumerable<ResourceId> ClonesOf(World world, WorldObject claim) =>
        world
            .Of(Kinds.DataVolume)
            .Where(volume =>
                volume.Text("/spec/source/pvc/name") == claim.Name
                && (volume.Text("/spec/source/pvc/namespace") ?? volume.Namespace) == claim.Namespace
            )
            .Select(volume => volume.Id);
}
