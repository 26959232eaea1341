using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// Skips a claim whose DataVolume had not succeeded: its data is incomplete, and CDI makes and fills it anew.
/// </summary>
/// <remarks>
/// By the phase of the DataVolume, or by the mark that velero's plugin put on the claim. A claim that a running guest
/// writes to is kept, whatever its DataVolume says.
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
