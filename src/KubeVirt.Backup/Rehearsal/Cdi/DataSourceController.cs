namespace KubeVirt.Backup.Rehearsal;

/// <summary>CDI's controller of DataSources: tells whether what they name is there.</summary>
internal sealed class DataSourceController : ControllerModel
{
    public override string Source => "CDI pkg/controller/datasource-controller.go";

    public override IEnumerable<ResourceId> Watch(World world, Change change)
    {
        var one = change.Object;
        if (one.Kind == Kinds.DataSource)
            return [one.Id];

        return one.Kind == Kinds.PersistentVolumeClaim || one.Kind == Kinds.DataVolume
            ? world
                .Of(Kinds.DataSource)
                .Where(source => source.Text("/spec/source/pvc/name") == one.Name)
                .Select(source => source.Id)
            : [];
    }

    public override bool Reconcile(World world, ResourceId id)
    {
        if (world.Find(id) is not { IsDeleting: false } source)
            return true;

        var clone = CloneSource.Read(source.At("/spec/source") as System.Text.Json.Nodes.JsonObject, source.Namespace);
        var isThere = clone is not null && world.Find(clone.Kind, clone.Namespace, clone.Name) is not null;
        var condition = isThere
            ? Conditions.Of("Ready", "True", "Ready", "DataSource is ready to be consumed")
            : Conditions.Of("Ready", "False", Observed.Unknown, Observed.Unknown);
        world.Update(source, one => Conditions.Put(one, condition));
        return true;
    }
}
