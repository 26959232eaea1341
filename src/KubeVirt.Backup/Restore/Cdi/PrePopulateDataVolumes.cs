using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// Marks a DataVolume whose claim holds its data as populated, so that CDI waits for the claim instead of importing
/// over the restored data.
/// </summary>
/// <remarks>
/// Source: KubeVirt docs/backup-restore-integration.md; CDI pkg/controller/datavolume/controller-base.go. CDI looks for
/// the annotation, not its value. Where no data is known of, the DataVolume is restored without it and CDI populates it
/// anew.
/// </remarks>
public sealed class PrePopulateDataVolumes() : RestorePolicy("pre-populate-data-volumes")
{
    /// <inheritdoc/>
    public override void Apply(RestoreContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Id.Kind != Kinds.DataVolume || !IsPopulated(context))
            return;

        var claim = context.Id.WithKind(Kinds.PersistentVolumeClaim);
        if (UnfinishedVolume.Of(context.Graph, claim) is not null)
        {
            // The claim is not restored. With the mark CDI would wait for it for ever.
            context.Draft.Remove(CdiKeys.PrePopulated);
            return;
        }

        context.Draft.Set(CdiKeys.PrePopulated, context.Names.Map(context.Id).Name);
        ReportMissingSources(context);
    }

    /// <summary>
    /// By its phase, by a mark, or by a claim that holds data whatever the phase says: a guest runs on it, or somebody
    /// else populated it.
    /// </summary>
    private static bool IsPopulated(RestoreContext context)
    {
        var phase = context.Original.StringAt("/status/phase");
        if (phase == "Succeeded" || context.Original.At(CdiKeys.PrePopulated) is not null)
            return true;

        var isKnown = phase is { Length: > 0 } and not "Unknown";
        var claim = context.Id.WithKind(Kinds.PersistentVolumeClaim);

        return isKnown
            && context.Graph.FindResource(claim) is not null
            && UnfinishedVolume.Of(context.Graph, claim) is null;
    }

    /// <summary>Reports DataSources that CDI waits for, although nothing is imported from them any more.</summary>
    private static void ReportMissingSources(RestoreContext context)
    {
        foreach (var edge in context.Graph.EdgesFrom(context.Id))
        {
            if (edge.To.Kind != Kinds.DataSource || context.Graph.Find(edge.To)!.Value.State != NodeState.Missing)
                continue;

            context.Report(
                FindingIds.DataSourceRequired,
                FindingSeverity.Warning,
                edge.Path,
                "CDI ignores a DataVolume with a sourceRef, and the machine stays Provisioning, until the DataSource "
                    + $"exists. Create {context.Names.Map(edge.To)} in the target, or give the DataVolume a source "
                    + "instead."
            );
        }
    }
}
