using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// Marks a DataVolume that had succeeded as populated, so that CDI waits for its claim instead of importing over the
/// restored data.
/// </summary>
/// <remarks>
/// Source: KubeVirt docs/backup-restore-integration.md; CDI pkg/controller/datavolume/controller-base.go. CDI looks for
/// the annotation, not its value. In any other phase the DataVolume is restored without it and CDI populates it anew.
/// </remarks>
public sealed class PrePopulateDataVolumes() : RestorePolicy("pre-populate-data-volumes")
{
    /// <inheritdoc/>
    public override void Apply(RestoreContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (
            context.Id.Kind != Kinds.DataVolume
            || (
                context.Original.StringAt("/status/phase") != "Succeeded"
                && context.Original.At(CdiKeys.PrePopulated) is null
            )
        )
            return;
        if (UnfinishedVolume.Of(context.Graph, context.Id.WithKind(Kinds.PersistentVolumeClaim)) is not null)
        {
            // Its claim is not restored, and with the mark CDI would wait for it for ever.
            context.Draft.Remove(CdiKeys.PrePopulated);
            return;
        }

        context.Draft.Set(CdiKeys.PrePopulated, context.Names.Map(context.Id).Name);
        foreach (
            var edge in context
                .Graph.EdgesFrom(context.Id)
                .Where(edge =>
                    edge.To.Kind == Kinds.DataSource && context.Graph.Find(edge.To)!.Value.State == NodeState.Missing
                )
        )
        {
            context.Report(
                FindingIds.DataSourceRequired,
                FindingSeverity.Warning,
                edge.Path,
                $"CDI ignores a DataVolume with a sourceRef, and the machine stays Provisioning, until the DataSource exists. Create {context.Names.Map(edge.To)} in the target, or give the DataVolume a source instead."
            );
        }
    }
}
