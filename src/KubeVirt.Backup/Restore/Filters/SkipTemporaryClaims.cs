namespace KubeVirt.Backup.Restore;

/// <summary>Leaves out CDI's temporary claims: prime claims, which a claim owns, and scratch space, which a pod owns.</summary>
/// <remarks>
/// Source: CDI pkg/controller/populators and pkg/controller/common/util.go. They are told by their owner: the label <c>app=containerized-data-importer</c> stands on every claim of a
/// DataVolume as well.
/// </remarks>
public sealed class SkipTemporaryClaims() : RestorePolicy("skip-temporary-claims")
{
    /// <inheritdoc/>
    public override void Apply(RestoreContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Id.Kind == Kinds.PersistentVolumeClaim && context.Original.StringAt("/metadata/ownerReferences/0/kind") is "PersistentVolumeClaim" or "Pod")
            context.Skip("It is a temporary claim of CDI.", SkipOutcome.MadeAnew);
    }
}
