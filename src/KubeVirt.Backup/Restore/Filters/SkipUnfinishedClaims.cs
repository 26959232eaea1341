using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// Leaves out a claim whose DataVolume had not succeeded: its data is incomplete, and CDI makes and fills it anew.
/// </summary>
/// <remarks>
/// Source: KubeVirt docs/backup-restore-integration.md; kubevirt-velero-plugin pkg/plugin/pvc_restore_item_action.go
/// for claims that velero saved.
/// </remarks>
public sealed class SkipUnfinishedClaims() : RestorePolicy("skip-unfinished-claims")
{
    /// <inheritdoc/>
    public override void Apply(RestoreContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (
            context.Id.Kind == Kinds.PersistentVolumeClaim
            && UnfinishedVolume.Of(context.Graph, context.Id) is { } volume
        )
            context.Skip($"Its {volume.Why}; CDI makes and fills the claim anew.", SkipOutcome.MadeAnew);
    }
}
