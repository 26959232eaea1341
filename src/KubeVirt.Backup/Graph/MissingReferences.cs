using System.Collections.Frozen;
using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Graph;

/// <summary>Says of every reference whose target was not found how bad that is, and what to do.</summary>
internal static class MissingReferences
{
    /// <summary>What a target cluster is expected to bring, so that a backup need not hold it.</summary>
    private static readonly FrozenSet<GroupKind> Environment = new[]
    {
        Kinds.Namespace, Kinds.StorageClass, Kinds.PersistentVolume, Kinds.PriorityClass, Kinds.VolumeSnapshotClass, Kinds.VolumeAttributesClass, Kinds.NetworkAttachmentDefinition,
        Kinds.VirtualMachineClusterInstancetype, Kinds.VirtualMachineClusterPreference,
    }.ToFrozenSet();

    public static IEnumerable<Finding> Find(ResourceGraph graph, Func<ResourceId, ResourceId> name, Func<ResourceId, bool> holds)
    {
        var missing = graph.Nodes.Where(node => node.IsMissing).ToLookup(node => Environment.Contains(node.Id.Kind), node => node.Id);
        var judged = missing[false].SelectMany(graph.EdgesTo).Where(edge => holds(edge.From)).Select(edge => ToFinding(edge, Judge(graph, edge))).ToList();
        foreach (var finding in judged.Where(finding => finding.Severity != FindingSeverity.Info))
            yield return finding;
        // What does no harm is said once for two fields that name the same thing, as dataSource and dataSourceRef do.
        foreach (var finding in judged.Where(finding => finding.Severity == FindingSeverity.Info).DistinctBy(finding => (finding.Resource, finding.Message)))
            yield return finding;
        foreach (var id in missing[true])
        {
            if (Expected(graph.EdgesTo(id).Where(edge => holds(edge.From)), name(id)) is { } finding)
                yield return finding;
        }
    }

    private static (FindingSeverity Severity, string Consequence) Judge(ResourceGraph graph, ResourceEdge edge)
    {
        if (edge.Relation == Relation.OwnedBy)
            return (FindingSeverity.Info, "A restore drops ownerReferences, so nothing is lost");
        if (edge.Relation == Relation.Runs)
            return (FindingSeverity.Warning, "It ran at the time of the backup: what it holds beyond its owner, hot-plugged volumes for instance, is not known");
        if (edge.To.Kind == Kinds.DataSource && IsNeededToMakeDataVolume(graph, edge))
            return (FindingSeverity.Error, "KubeVirt makes the machine's DataVolume from it, even where the claim is there already, and fails without it");
        if (edge.To.Kind == Kinds.DataSource && !edge.IsRequired)
            return (FindingSeverity.Info, "What was populated from it keeps its data; CDI looks for it all the same when the DataVolume is created again");
        if (!edge.IsRequired)
            return (FindingSeverity.Info, "It can come back without it");
        if (edge.To is { Name: "default" } && edge.To.Kind == Kinds.ServiceAccount)
            return (FindingSeverity.Info, "Every namespace has this one");
        if (IsRuntime(graph, edge.From))
            return (FindingSeverity.Warning, "Controllers make the object anew, so only what hangs on it alone is lost");
        if (edge.From.Kind == Kinds.PersistentVolumeClaim && graph.FindResource(edge.From.WithKind(Kinds.DataVolume)) is not null)
            return (FindingSeverity.Info, "The claim belongs to a DataVolume, for which CDI makes its sources itself");
        if (IsTemplate(graph, edge))
            return (FindingSeverity.Warning, "KubeVirt makes it from the machine's template, empty or freshly imported");
        if (edge.To.Kind == Kinds.DataVolume && graph.FindResource(edge.To.WithKind(Kinds.PersistentVolumeClaim)) is not null)
            return (FindingSeverity.Info, "Its PersistentVolumeClaim is there, which holds the data");
        if (edge.To.Kind == Kinds.PersistentVolumeClaim && graph.FindResource(edge.To.WithKind(Kinds.DataVolume)) is { } volume && volume.StringAt("/status/phase") != "Succeeded")
            return (FindingSeverity.Warning, "Its DataVolume is not populated yet; CDI populates it anew after a restore");
        return (FindingSeverity.Error, "Without it the restored object fails or loses data. Add it to the backup, or remove the reference");
    }

    private static Finding ToFinding(ResourceEdge edge, (FindingSeverity Severity, string Consequence) verdict) =>
        new(FindingIds.MissingReference, verdict.Severity, edge.From, edge.Path, $"{edge.To} was not found ({edge.Reference.Why}). {verdict.Consequence}.");

    /// <summary>One finding for a target, not one for each of the objects in a namespace.</summary>
    private static Finding? Expected(IEnumerable<ResourceEdge> edges, ResourceId target)
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
            FindingIds.MissingReference, severity, edge.From, edge.Path,
            $"{target} was not found ({edge.Reference.Why}). The target cluster is expected to have it{(others > 0 ? $"; {others} more objects refer to it" : "")}.");
    }

    private static bool IsRuntime(ResourceGraph graph, ResourceId id) => graph.EdgesTo(id).Any(edge => edge.Relation == Relation.Runs && edge.From.Kind != Kinds.VirtualMachinePool);

    /// <summary>Whether the reference stands in a template whose DataVolume is not there, so that KubeVirt will make it.</summary>
    /// <remarks>Source: KubeVirt pkg/storage/types/dv.go, which resolves the DataSource before anything else.</remarks>
    private static bool IsNeededToMakeDataVolume(ResourceGraph graph, ResourceEdge edge)
    {
        const string Source = "/spec/sourceRef/name";
        if (!edge.Path.StartsWith("/spec/dataVolumeTemplates/", StringComparison.Ordinal) || !edge.Path.EndsWith(Source, StringComparison.Ordinal))
            return false;
        var name = graph.FindResource(edge.From)?.StringAt(edge.Path[..^Source.Length] + "/metadata/name");
        return ResourceId.IsName(name) && graph.FindResource(new ResourceId(Kinds.DataVolume, edge.From.Namespace, name)) is null;
    }

    /// <summary>Whether a machine that no API server has seen yet, and so has no data to lose, brings a template for the volume.</summary>
    private static bool IsTemplate(ResourceGraph graph, ResourceEdge edge) =>
        (edge.To.Kind == Kinds.DataVolume || edge.To.Kind == Kinds.PersistentVolumeClaim)
        && graph.FindResource(edge.From)?.StringAt("/metadata/uid") is null
        && graph.EdgesTo(edge.To.WithKind(Kinds.DataVolume)).Any(other => other.From == edge.From && other.Path.StartsWith("/spec/dataVolumeTemplates/", StringComparison.Ordinal));
}
