namespace KubeVirt.Backup.Graph;

/// <summary>
/// Judges how bad it is that the target of a reference was not found or is left out. The first rule that applies
/// decides, from the special cases to the general one.
/// </summary>
internal static class AbsenceRules
{
    private const string Templates = "/spec/dataVolumeTemplates/";

    /// <summary>The verdict about one reference whose target is absent. Every reference gets one.</summary>
    public static AbsenceVerdict Judge(ResourceGraph graph, ResourceEdge edge) =>
        JudgeRelation(graph, edge)
        ?? JudgeDropped(edge)
        ?? JudgePopulated(graph, edge)
        ?? JudgeDataSource(graph, edge)
        ?? JudgeMade(graph, edge)
        ?? JudgeOptional(edge)
        ?? JudgeRemade(graph, edge)
        ?? JudgeVolume(graph, edge)
        ?? AbsenceVerdict.Error(
            "Without it the restored object fails or loses data. Add it to the backup, or remove the reference."
        );

    /// <summary>Whether the object is in the backup: found, and not left out.</summary>
    public static bool IsIncluded(ResourceGraph graph, ResourceId id) =>
        graph.Find(id) is { Resource: not null, LeftOut: null };

    /// <summary>Owners never matter, and runtime objects only as far as they show what a guest holds.</summary>
    private static AbsenceVerdict? JudgeRelation(ResourceGraph graph, ResourceEdge edge)
    {
        if (edge.Relation == Relation.OwnedBy)
            return AbsenceVerdict.Info("A restore removes ownerReferences, so nothing is lost.");

        if (edge.Relation == Relation.Selects)
            return AbsenceVerdict.Info("It selects whatever bears the labels.");

        if (edge.Relation != Relation.Runs)
            return null;

        if (graph.FindResource(edge.To) is { } running)
            return JudgeLeftOutRuntime(running);

        return AbsenceVerdict.Warning(
            "It ran at the time of the backup. "
                + "What it holds beyond its owner, such as hot-plugged volumes, is not known."
        );
    }

    /// <summary>
    /// A runtime object is made again by controllers, but a guest can be frozen only while it is known.
    /// </summary>
    private static AbsenceVerdict JudgeLeftOutRuntime(Resource running)
    {
        if (running.StringAt("/status/phase") != "Running")
            return AbsenceVerdict.Info("Controllers create it again.");

        if (running.Id.Kind == Kinds.Pod)
        {
            return AbsenceVerdict.Warning(
                "The guest runs in it. "
                    + "Products that freeze by the hooks of the pod, as Velero does, do not freeze this guest."
            );
        }

        return AbsenceVerdict.Warning(
            "The guest runs and is not frozen, so snapshots of its volumes are crash-consistent."
        );
    }

    /// <summary>What a restore takes off an object anyhow is lacking in no restored object.</summary>
    private static AbsenceVerdict? JudgeDropped(ResourceEdge edge) =>
        edge.Reference.IsTransient ? AbsenceVerdict.Info("A restore takes memory dumps off a machine.") : null;

    /// <summary>
    /// The source of a volume is used up where the volume is populated: its DataVolume has succeeded, or DataVolume or
    /// claim are marked as populated, as a restore marks them.
    /// </summary>
    /// <remarks>
    /// Source: CDI pkg/controller/datavolume/controller-base.go: a DataVolume with the mark waits for its claim and looks
    /// at no source. A sourceRef is resolved all the same.
    /// </remarks>
    private static AbsenceVerdict? JudgePopulated(ResourceGraph graph, ResourceEdge edge)
    {
        if (edge.To.Kind == Kinds.DataSource || VolumeOfSource(graph, edge) is not { } volume)
            return null;

        var found = graph.FindResource(volume);
        var claim = graph.FindResource(volume.WithKind(Kinds.PersistentVolumeClaim));
        var isPopulated =
            found?.StringAt("/status/phase") == "Succeeded"
            || found?.At(CdiKeys.PrePopulated) is not null
            || claim?.StringAt(CdiKeys.PopulatedFor) == volume.Name;

        return isPopulated ? AbsenceVerdict.Info("The volume is populated, so its source is used up.") : null;
    }

    /// <summary>The DataVolume whose source a reference names, in itself or in the template of a machine.</summary>
    private static ResourceId? VolumeOfSource(ResourceGraph graph, ResourceEdge edge)
    {
        if (edge.From.Kind == Kinds.DataVolume)
            return edge.Path.StartsWith("/spec/source/", StringComparison.Ordinal) ? edge.From : null;

        var source = edge.Path.IndexOf("/spec/source/", StringComparison.Ordinal);
        if (source < 0 || !edge.Path.StartsWith(Templates, StringComparison.Ordinal))
            return null;

        var name = graph.FindResource(edge.From)?.StringAt(edge.Path[..source] + "/metadata/name");
        return ResourceId.IsName(name) ? new ResourceId(Kinds.DataVolume, edge.From.Namespace, name) : null;
    }

    /// <remarks>Source: KubeVirt pkg/storage/types/dv.go, which resolves the DataSource before anything else.</remarks>
    private static AbsenceVerdict? JudgeDataSource(ResourceGraph graph, ResourceEdge edge)
    {
        if (edge.To.Kind != Kinds.DataSource)
            return null;

        if (IsNeededToCreateDataVolume(graph, edge))
        {
            return AbsenceVerdict.Error(
                "KubeVirt reads it to create the machine's DataVolume, even where the claim exists, "
                    + "and fails without it. Add it to the backup."
            );
        }

        if (!edge.IsRequired)
        {
            return AbsenceVerdict.Info(
                "What was populated from it keeps its data. "
                    + "CDI reads it all the same when the DataVolume is created again."
            );
        }

        return null;
    }

    /// <summary>What somebody makes who is in the backup.</summary>
    private static AbsenceVerdict? JudgeMade(ResourceGraph graph, ResourceEdge edge) =>
        Makers.Of(graph, edge.To) is { } maker ? AbsenceVerdict.Info($"{maker} is in the backup and makes it.") : null;

    /// <summary>What is optional does no harm.</summary>
    private static AbsenceVerdict? JudgeOptional(ResourceEdge edge) =>
        edge.IsRequired ? null : AbsenceVerdict.Info("The object can be restored without it.");

    /// <summary>What controllers or CDI create again does not need all that it names.</summary>
    private static AbsenceVerdict? JudgeRemade(ResourceGraph graph, ResourceEdge edge)
    {
        if (IsRuntime(graph, edge.From))
        {
            return AbsenceVerdict.Warning(
                "Controllers create the object again, so only what belongs to this one object is lost."
            );
        }

        var isClaimOfDataVolume =
            edge.From.Kind == Kinds.PersistentVolumeClaim && IsIncluded(graph, edge.From.WithKind(Kinds.DataVolume));
        if (isClaimOfDataVolume)
            return AbsenceVerdict.Info(
                "The claim belongs to a DataVolume, and CDI creates the claim's sources itself."
            );

        return null;
    }

    /// <summary>
    /// A volume is two objects: the data is safe where its claim is, and not where the claim is not populated.
    /// </summary>
    private static AbsenceVerdict? JudgeVolume(ResourceGraph graph, ResourceEdge edge)
    {
        if (HasTemplate(graph, edge))
            return AbsenceVerdict.Warning("KubeVirt creates it from the machine's template, empty or imported again.");

        if (edge.To.Kind == Kinds.DataVolume && IsIncluded(graph, edge.To.WithKind(Kinds.PersistentVolumeClaim)))
            return AbsenceVerdict.Info("Its PersistentVolumeClaim is in the backup and holds the data.");

        var isUnpopulatedClaim =
            edge.To.Kind == Kinds.PersistentVolumeClaim
            && graph.FindResource(edge.To.WithKind(Kinds.DataVolume)) is { } volume
            && volume.StringAt("/status/phase") != "Succeeded";
        if (isUnpopulatedClaim)
            return AbsenceVerdict.Warning("Its DataVolume is not populated yet. CDI populates it after a restore.");

        return null;
    }

    /// <summary>
    /// Whether a controller runs the object for another one. A pool's machines do not count: they hold data of their
    /// own.
    /// </summary>
    private static bool IsRuntime(ResourceGraph graph, ResourceId id) =>
        graph.EdgesTo(id).Any(edge => edge.Relation == Relation.Runs && edge.From.Kind != Kinds.VirtualMachinePool);

    /// <summary>
    /// Whether the reference stands in a template whose DataVolume is not there, so that KubeVirt will create it.
    /// </summary>
    private static bool IsNeededToCreateDataVolume(ResourceGraph graph, ResourceEdge edge)
    {
        const string Source = "/spec/sourceRef/name";
        var isInTemplate =
            edge.Path.StartsWith(Templates, StringComparison.Ordinal)
            && edge.Path.EndsWith(Source, StringComparison.Ordinal);
        if (!isInTemplate)
            return false;

        var template = edge.Path[..^Source.Length];
        var name = graph.FindResource(edge.From)?.StringAt(template + "/metadata/name");
        return ResourceId.IsName(name)
            && graph.FindResource(new ResourceId(Kinds.DataVolume, edge.From.Namespace, name)) is null;
    }

    /// <summary>
    /// Whether a machine that no API server has seen yet, and that has no data to lose, brings a template for the
    /// volume. Without a UID it comes from a file that somebody wrote.
    /// </summary>
    private static bool HasTemplate(ResourceGraph graph, ResourceEdge edge)
    {
        if (edge.To.Kind != Kinds.DataVolume && edge.To.Kind != Kinds.PersistentVolumeClaim)
            return false;
        if (graph.FindResource(edge.From)?.StringAt("/metadata/uid") is not null)
            return false;

        return graph
            .EdgesTo(edge.To.WithKind(Kinds.DataVolume))
            .Any(other => other.From == edge.From && other.Path.StartsWith(Templates, StringComparison.Ordinal));
    }

    /// <summary>
    /// Whether a restore takes a claim off the volume that it names: it does so off a volume that a provisioner made, and
    /// neither the empty class nor one without a provisioner has such volumes.
    /// </summary>
    /// <remarks>
    /// Source: Kubernetes core/v1 PersistentVolumeClaimSpec: the class "" asks for no dynamic volume;
    /// pkg/controller/volume/persistentvolume/pv_controller.go for <c>kubernetes.io/no-provisioner</c>.
    /// </remarks>
    public static bool IsUnbound(ResourceGraph graph, ResourceEdge edge)
    {
        if (edge.To.Kind != Kinds.PersistentVolume || edge.From.Kind != Kinds.PersistentVolumeClaim)
            return false;

        var name = graph.FindResource(edge.From)?.StringAt("/spec/storageClassName");
        if (name == "")
            return false;
        if (!ResourceId.IsName(name))
            return true;

        var storageClass = graph.FindResource(new ResourceId(Kinds.StorageClass, null, name));

        return storageClass?.StringAt("/provisioner") != "kubernetes.io/no-provisioner";
    }
}
