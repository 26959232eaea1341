using System.Collections.Frozen;
using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Graph;

/// <summary>
/// Says of every reference whose target was not found, or was left out, how bad that is, and what to do.
/// </summary>
internal static class MissingReferences
{
    /// <summary>What a target cluster is expected to bring, so that a backup need not hold it.</summary>
    private static readonly FrozenSet<GroupKind> Environment = new[]
    {
        Kinds.Namespace,
        Kinds.StorageClass,
        Kinds.PersistentVolume,
        Kinds.PriorityClass,
        Kinds.VolumeSnapshotClass,
        Kinds.VolumeAttributesClass,
        Kinds.NetworkAttachmentDefinition,
        Kinds.VirtualMachineClusterInstancetype,
        Kinds.VirtualMachineClusterPreference,
    }.ToFrozenSet();

    public static IEnumerable<Finding> Find(
        ResourceGraph graph,
        Func<ResourceId, ResourceId> name,
        Func<ResourceId, bool> holds
    )
    {
        var missing = graph
            .Nodes.Where(node => node.IsMissing || node.LeftOut is not null)
            .ToLookup(node => Environment.Contains(node.Id.Kind), node => node.Id);
        foreach (var finding in Each(graph, missing[false].SelectMany(graph.EdgesTo).Where(edge => holds(edge.From))))
            yield return finding;
        foreach (var id in missing[true])
        {
            if (Expected(graph, graph.EdgesTo(id).Where(edge => holds(edge.From)), name(id)) is { } finding)
                yield return finding;
        }
    }

    /// <summary>The findings of some objects alone.</summary>
    public static IEnumerable<Finding> Of(ResourceGraph graph, IEnumerable<ResourceId> holders)
    {
        var absent = holders
            .SelectMany(graph.EdgesFrom)
            .Where(edge => !IsHeld(graph, edge.To))
            .ToLookup(edge => Environment.Contains(edge.To.Kind));
        return Each(graph, absent[false])
            .Concat(absent[true].GroupBy(edge => edge.To).Select(edges => Expected(graph, edges, edges.Key)!));
    }

    private static IEnumerable<Finding> Each(ResourceGraph graph, IEnumerable<ResourceEdge> edges)
    {
        var judged = edges
            .Select(edge => ToFinding(graph, edge, Judge(graph, edge)))
            .ToLookup(finding => finding.Severity == FindingSeverity.Info);
        // What does no harm is said once for two fields that name the same thing, as dataSource and dataSourceRef do.
        return judged[false].Concat(judged[true].DistinctBy(finding => (finding.Resource, finding.Message)));
    }

    private static (FindingSeverity Severity, string Consequence) Judge(ResourceGraph graph, ResourceEdge edge)
    {
        if (edge.Relation == Relation.OwnedBy)
            return (FindingSeverity.Info, "A restore drops ownerReferences, so nothing is lost");
        if (edge.Relation == Relation.Runs && graph.FindResource(edge.To) is { } running)
            return JudgeLeftOut(running);
        if (edge.Relation == Relation.Runs)
            return (
                FindingSeverity.Warning,
                "It ran at the time of the backup: what it holds beyond its owner, hot-plugged volumes for instance, is not known"
            );
        if (edge.To.Kind == Kinds.DataSource && IsNeededToMakeDataVolume(graph, edge))
            return (
                FindingSeverity.Error,
                "KubeVirt makes the machine's DataVolume from it, even where the claim is there already, and fails without it"
            );
        if (edge.To.Kind == Kinds.DataSource && !edge.IsRequired)
            return (
                FindingSeverity.Info,
                "What was populated from it keeps its data; CDI looks for it all the same when the DataVolume is created again"
            );
        if (!edge.IsRequired)
            return (FindingSeverity.Info, "It can come back without it");
        if (edge.To is { Name: "default" } && edge.To.Kind == Kinds.ServiceAccount)
            return (FindingSeverity.Info, "Every namespace has this one");
        if (IsRuntime(graph, edge.From))
            return (
                FindingSeverity.Warning,
                "Controllers make the object anew, so only what hangs on it alone is lost"
            );
        if (edge.From.Kind == Kinds.PersistentVolumeClaim && IsHeld(graph, edge.From.WithKind(Kinds.DataVolume)))
            return (FindingSeverity.Info, "The claim belongs to a DataVolume, for which CDI makes its sources itself");
        if (IsTemplate(graph, edge))
            return (
                FindingSeverity.Warning,
                "KubeVirt makes it from the machine's template, empty or freshly imported"
            );
        if (edge.To.Kind == Kinds.DataVolume && IsHeld(graph, edge.To.WithKind(Kinds.PersistentVolumeClaim)))
            return (FindingSeverity.Info, "Its PersistentVolumeClaim is there, which holds the data");
        if (
            edge.To.Kind == Kinds.PersistentVolumeClaim
            && graph.FindResource(edge.To.WithKind(Kinds.DataVolume)) is { } volume
            && volume.StringAt("/status/phase") != "Succeeded"
        )
            return (
                FindingSeverity.Warning,
                "Its DataVolume is not populated yet; CDI populates it anew after a restore"
            );
        return (
            FindingSeverity.Error,
            "Without it the restored object fails or loses data. Add it to the backup, or remove the reference"
        );
    }

    /// <summary>What runs is made anew, but a guest can be frozen only while it is known.</summary>
    private static (FindingSeverity Severity, string Consequence) JudgeLeftOut(Resource running)
    {
        if (running.StringAt("/status/phase") != "Running")
            return (FindingSeverity.Info, "Controllers make it anew");
        return running.Id.Kind == Kinds.Pod
            ? (
                FindingSeverity.Warning,
                "The guest runs in it: products that freeze by the hooks of the pod, as Velero does, do not freeze this one"
            )
            : (
                FindingSeverity.Warning,
                "The guest runs and is not frozen, so snapshots of its volumes are crash-consistent"
            );
    }

    private static Finding ToFinding(
        ResourceGraph graph,
        ResourceEdge edge,
        (FindingSeverity Severity, string Consequence) verdict
    ) =>
        new(
            Id(graph, edge),
            verdict.Severity,
            edge.From,
            edge.Path,
            $"{Absence(graph, edge, edge.To)} {verdict.Consequence}."
        );

    private static string Id(ResourceGraph graph, ResourceEdge edge) =>
        graph.FindResource(edge.To) is null ? FindingIds.MissingReference : FindingIds.RequiredLeftOut;

    private static string Absence(ResourceGraph graph, ResourceEdge edge, ResourceId name) =>
        graph.Find(edge.To)?.LeftOut is { } reason
            ? $"{name} is left out ({edge.Reference.Why}). {reason}"
            : $"{name} was not found ({edge.Reference.Why}).";

    private static bool IsHeld(ResourceGraph graph, ResourceId id) =>
        graph.Find(id) is { Resource: not null, LeftOut: null };

    /// <summary>One finding for a target, not one for each of the objects in a namespace.</summary>
    private static Finding? Expected(ResourceGraph graph, IEnumerable<ResourceEdge> edges, ResourceId target)
    {
        var (first, last, others, severity) = ((ResourceEdge?)null, default(ResourceId), -1, FindingSeverity.Info);
        // The edges of one object follow each other, so counting them needs no set of a million ids.
        foreach (var other in edges)
        {
            first ??= other;
            others += other.From == last ? 0 : 1;
            last = other.From;
            severity = other.IsRequired ? FindingSeverity.Warning : severity;
        }

        if (first is not { } edge)
            return null;
        return new Finding(
            Id(graph, edge),
            severity,
            edge.From,
            edge.Path,
            $"{Absence(graph, edge, target)} The target cluster is expected to have it{(others > 0 ? $"; {others} more objects refer to it" : "")}."
        );
    }

    private static bool IsRuntime(ResourceGraph graph, ResourceId id) =>
        graph.EdgesTo(id).Any(edge => edge.Relation == Relation.Runs && edge.From.Kind != Kinds.VirtualMachinePool);

    /// <summary>
    /// Whether the reference stands in a template whose DataVolume is not there, so that KubeVirt will make it.
    /// </summary>
    /// <remarks>Source: KubeVirt pkg/storage/types/dv.go, which resolves the DataSource before anything else.</remarks>
    private static bool IsNeededToMakeDataVolume(ResourceGraph graph, ResourceEdge edge)
    {
        const string Source = "/spec/sourceRef/name";
        if (
            !edge.Path.StartsWith("/spec/dataVolumeTemplates/", StringComparison.Ordinal)
            || !edge.Path.EndsWith(Source, StringComparison.Ordinal)
        )
            return false;
        var name = graph.FindResource(edge.From)?.StringAt(edge.Path[..^Source.Length] + "/metadata/name");
        return ResourceId.IsName(name)
            && graph.FindResource(new ResourceId(Kinds.DataVolume, edge.From.Namespace, name)) is null;
    }

    /// <summary>
    /// Whether a machine that no API server has seen yet, and so has no data to lose, brings a template for the volume.
    /// </summary>
    private static bool IsTemplate(ResourceGraph graph, ResourceEdge edge) =>
        (edge.To.Kind == Kinds.DataVolume || edge.To.Kind == Kinds.PersistentVolumeClaim)
        && graph.FindResource(edge.From)?.StringAt("/metadata/uid") is null
        && graph
            .EdgesTo(edge.To.WithKind(Kinds.DataVolume))
            .Any(other =>
                other.From == edge.From && other.Path.StartsWith("/spec/dataVolumeTemplates/", StringComparison.Ordinal)
            );
}
