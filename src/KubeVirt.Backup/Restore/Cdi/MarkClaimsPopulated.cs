using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Restore;

/// <summary>Marks a claim with the DataVolume it belongs to, so that CDI lets the DataVolume adopt it.</summary>
/// <remarks>
/// Without the mark CDI refuses a DataVolume whose claim exists already. A claim without a DataVolume, or one that was
/// not populated, is left as it is.
/// Source: KubeVirt docs/backup-restore-integration.md; CDI pkg/controller/datavolume/controller-base.go. The value
/// must be the DataVolume's name, and be there before the DataVolume is. A DataVolume that only a template of a machine
/// names will be made by KubeVirt, so its claim is marked too.
/// </remarks>
public sealed class MarkClaimsPopulated() : RestorePolicy("mark-claims-populated")
{
    /// <inheritdoc/>
    public override void Apply(RestoreContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (
            context.Id.Kind != Kinds.PersistentVolumeClaim
            || UnfinishedVolume.Of(context.Graph, context.Id) is not null
        )
            return;

        var volume = context.Id.WithKind(Kinds.DataVolume);
        if (context.Graph.Find(volume) is not { } node)
            return;

        if (!node.IsMissing || IsTemplate(context.Graph, volume))
            context.Draft.Set(CdiKeys.PopulatedFor, context.Names.Map(volume).Name);
    }

    /// <summary>Whether a machine has a template of the DataVolume.</summary>
    private static bool IsTemplate(ResourceGraph graph, ResourceId volume) =>
        graph.EdgesTo(volume).Any(edge => edge.Path.StartsWith("/spec/dataVolumeTemplates/", StringComparison.Ordinal));
}
