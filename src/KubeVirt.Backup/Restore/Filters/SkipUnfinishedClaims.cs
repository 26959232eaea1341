using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Restore;

/// <summary>Leaves out a claim whose DataVolume had not succeeded: its data is incomplete, and CDI makes and fills it anew.</summary>
/// <remarks>Source: KubeVirt docs/backup-restore-integration.md.</remarks>
public sealed class SkipUnfinishedClaims() : RestorePolicy("skip-unfinished-claims")
{
    /// <inheritdoc/>
    public override void Apply(RestoreContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Id.Kind == Kinds.PersistentVolumeClaim && Volumes.UnfinishedDataVolume(context.Graph, context.Id) is { } volume)
            context.Skip($"Its DataVolume is in phase {volume.StringAt("/status/phase")}; CDI makes and fills the claim anew.", SkipOutcome.MadeAnew);
    }
}
